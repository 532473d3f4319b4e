import type { Client as Database } from '@libsql/client';
import type { Client } from '../../src/http/client.ts';
import type { GitHub } from '../support/github/start_github.ts';
import type { Repository } from '../support/github/state.ts';
import type { GitHubStage } from '../support/github_stage.ts';
import type { MeetingPoint } from '../support/meeting_point.ts';
import type { Scenario } from './scenario.ts';
import { type StageView, stageView } from './stage_view.ts';

/** One scenario on the stage: its repository and what happens there. */
export type Performance = {
  readonly scenario: Scenario;
  readonly github: GitHub;
  /** The record, which stays the same whatever the repository is called. */
  readonly repository: Repository;
  readonly view: StageView;
  readonly client: Client;
  readonly meetingPoint: MeetingPoint;
  /** Ends the holds that are in force, by operation. */
  readonly holds: Map<string, () => void>;
  /** The number of the plan's issue: the first of its repository. */
  readonly issue: number;
  /** Classes of failed attempts that do not count here, since they come from how slow or broken the stage is. */
  readonly tolerated: readonly string[];
  /** The body as a person last wrote it. */
  written: string;
};

/** What plays belong to a scenario of all that are on the stage. */
export async function prepare(
  scenario: Scenario,
  around: {
    readonly stage: GitHubStage;
    readonly client: Client;
    readonly database: Database;
    readonly meetingPoint: MeetingPoint;
    readonly tolerated?: readonly string[];
  },
): Promise<Performance> {
  const { stage, client, database, meetingPoint, tolerated = [] } = around;
  const { github } = stage;
  const { owner, files, drafts, allow, collaborators, organisation } = scenario.repository;
  const first = { 'README.md': `# ${scenario.name}\n`, ...files };
  const repository = await github.createRepository({ owner, name: scenario.name, files: first, drafts, allow });
  for (const [login, role] of Object.entries(collaborators)) github.addCollaborator(repository, login, role);
  if (organisation !== undefined) await github.createRepository({ owner, name: '.github', files: organisation });
  return {
    scenario,
    github,
    repository,
    view: stageView(stage, client, database, repository.id),
    client,
    meetingPoint,
    holds: new Map(),
    issue: 1,
    tolerated,
    written: scenario.plan,
  };
}

/** Branches are named in scenarios without what they all begin with. */
export function fullBranch(short: string, { repository }: Pick<Performance, 'repository'>): string {
  return short === repository.defaultBranch ? short : `planwright/${short}`;
}

/** The other way round. */
export function shortBranch(branch: string): string {
  return branch.replace(/^planwright\//, '');
}

/** The login that Planwright writes under. */
export function botOf({ github }: Pick<Performance, 'github'>): string {
  return `${github.slug}[bot]`;
}
