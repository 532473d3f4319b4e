import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { StageProvider } from '../support/github_stage.ts';
import { type MeetingPoint, startMeetingPoint } from '../support/meeting_point.ts';
import { installScriptedAgent } from '../support/scripted_agent.ts';
import type { Scenario } from './scenario.ts';

/** The agents of scenarios, each with its own script under its scenario's name, and where they meet. */
export type Cast = {
  /** Providers by name. */
  readonly agents: Readonly<Record<string, StageProvider>>;
  readonly meetingPoint: (scenario: Scenario) => MeetingPoint;
  readonly remove: () => Promise<void>;
};

/** Installs them in a temporary folder. */
export async function castOf(scenarios: readonly Scenario[]): Promise<Cast> {
  const folder = mkdtempSync(join(tmpdir(), 'planwright-agents-'));
  const meetingPoints = new Map<string, MeetingPoint>();
  const agents: Record<string, StageProvider> = {};
  for (const { name, script, repository } of scenarios) {
    const meetingPoint = await startMeetingPoint();
    meetingPoints.set(name, meetingPoint);
    const command = installScriptedAgent(join(folder, name), script, meetingPoint.url);
    agents[name] = { command, transport: repository.transport };
  }
  return {
    agents,
    meetingPoint: ({ name }) => {
      const found = meetingPoints.get(name);
      if (found === undefined) throw new Error(`${name} has no meeting point.`);
      return found;
    },
    remove: async () => {
      for (const meetingPoint of meetingPoints.values()) await meetingPoint.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The accounts that scenarios play in. */
export function ownersOf(scenarios: readonly Scenario[]): readonly string[] {
  return [...new Set(scenarios.map(({ repository }) => repository.owner))];
}

/** Those of them whose installations count, and those that repositories come to. */
export function allowedOwnersOf(scenarios: readonly Scenario[]): readonly string[] {
  const later = scenarios.flatMap(({ repository }) => repository['later-owner'] ?? []);
  return [...ownersOf(scenarios.filter(({ repository }) => repository.allowed)), ...later];
}
