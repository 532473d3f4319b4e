import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Client as Database } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubStage, githubStage, type StageService } from '../support/github_stage.ts';
import { type MeetingPoint, startMeetingPoint } from '../support/meeting_point.ts';
import type { Program } from '../support/program.ts';
import { installScriptedAgent } from '../support/scripted_agent.ts';
import { prepare } from './performance.ts';
import { play } from './play.ts';
import { loadScenario, type Scenario, scenarioNames } from './scenario.ts';
import { openToLook } from './stage_view.ts';

/** What one scenario may take, with all others at work beside it. */
const LIMIT_MS = 90_000;
/** More than scenarios run at once, since agents of one wait for each other in their slots. */
const SLOTS = 16;

const scenarios = scenarioNames().map(loadScenario);
const meetingPoints = new Map<string, MeetingPoint>();
let agentFolder: string;
let stage: GitHubStage;
let service: StageService;
let runner: Program;
let database: Database;

beforeAll(async () => {
  agentFolder = mkdtempSync(join(tmpdir(), 'planwright-agents-'));
  const agents: Record<string, readonly string[]> = {};
  for (const { name, script } of scenarios) {
    const meetingPoint = await startMeetingPoint();
    meetingPoints.set(name, meetingPoint);
    agents[name] = installScriptedAgent(join(agentFolder, name), script, meetingPoint.url);
  }
  stage = await githubStage({
    agents,
    owners: ownersOf(scenarios.filter(({ repository }) => repository.allowed)),
    slots: SLOTS,
  });
  service = await stage.serve();
  stage.github.sendWebhooksTo(`${service.address}/api/github/webhooks`);
  runner = stage.startRunner(service.address);
  for (const owner of ownersOf(scenarios)) stage.github.installApp(owner);
  database = openToLook(stage);
});

afterAll(async () => {
  database?.close();
  await stage?.remove();
  for (const meetingPoint of meetingPoints.values()) await meetingPoint.close();
  rmSync(agentFolder, { recursive: true, force: true });
});

describe.concurrent('a plan issue on GitHub, with the shipped service and runner', () => {
  for (const scenario of scenarios) {
    it(scenario.name, { timeout: LIMIT_MS }, async () => {
      const meetingPoint = meetingPoints.get(scenario.name);
      if (meetingPoint === undefined) throw new Error(`${scenario.name} has no meeting point.`);
      const around = { stage, client: service.client, database, meetingPoint };
      await play(await prepare(scenario, around));
    });
  }
});

describe('after all of them', () => {
  it('GitHub was asked nothing that its description does not allow', () => {
    expect(stage.github.violations).toEqual([]);
    expect(stage.github.unknown).toEqual([]);
  });

  it('neither process noted an error', () => {
    const errors = [service.program, runner].flatMap((program) =>
      program
        .printed()
        .split('\n')
        .filter((line) => line.includes('"level":"error"')),
    );
    expect(errors).toEqual([]);
  });
});

function ownersOf(those: readonly Scenario[]): readonly string[] {
  return [...new Set(those.map(({ repository }) => repository.owner))];
}
