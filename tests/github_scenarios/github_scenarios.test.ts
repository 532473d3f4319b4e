import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Client as Database } from '@libsql/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type GitHubStage, githubStage, type StageService } from '../support/github_stage.ts';
import { memoryFolder } from '../support/memory_folder.ts';
import type { Program } from '../support/program.ts';
import { allowedOwnersOf, type Cast, castOf, ownersOf } from './cast.ts';
import { prepare } from './performance.ts';
import { play } from './play.ts';
import { loadScenario, scenarioNames } from './scenario.ts';
import { openToLook } from './stage_view.ts';

/** What one scenario may take, with all others at work beside it. */
const LIMIT_MS = 300_000;
/** More than scenarios run at once, since agents of one wait for each other in their slots. */
const SLOTS = 16;

const scenarios = scenarioNames().map(loadScenario);
const databaseFolder = mkdtempSync(join(memoryFolder(), 'planwright-stage-'));
let cast: Cast;
let stage: GitHubStage;
let service: StageService;
let runner: Program;
let database: Database;

beforeAll(async () => {
  cast = await castOf(scenarios);
  const databaseUrl = `file:${join(databaseFolder, 'planwright.db')}`;
  stage = await githubStage({ agents: cast.agents, owners: allowedOwnersOf(scenarios), slots: SLOTS, databaseUrl });
  service = await stage.serve();
  stage.github.sendWebhooksTo(`${service.address}/api/github/webhooks`);
  runner = stage.startRunner(service.address);
  for (const owner of ownersOf(scenarios)) stage.github.installApp(owner);
  database = openToLook(stage);
});

afterAll(async () => {
  database?.close();
  await stage?.remove();
  await cast?.remove();
  rmSync(databaseFolder, { recursive: true, force: true });
});

describe.concurrent('a plan issue on GitHub, with the shipped service and runner', () => {
  for (const scenario of scenarios) {
    it(scenario.name, { timeout: LIMIT_MS }, async () => {
      const meetingPoint = cast.meetingPoint(scenario);
      await play(await prepare(scenario, { stage, client: service.client, database, meetingPoint }));
    });
  }
});

describe('after all of them', () => {
  it('GitHub was asked nothing that its description does not allow', () => {
    expect(stage.github.violations).toEqual([]);
    expect(stage.github.unknown).toEqual([]);
  });

  it('neither process noted an error', () => {
    expect(errorsOf(service.program)).toEqual([]);
    expect(errorsOf(runner)).toEqual([]);
  });
});

function errorsOf(program: Program): readonly string[] {
  return program
    .printed()
    .split('\n')
    .filter((line) => line.includes('"level":"error"'));
}
