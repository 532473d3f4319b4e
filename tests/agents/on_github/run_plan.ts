import type { Client } from '../../../src/http/client.ts';
import { openToLook, type StageView, stageView } from '../../github_scenarios/stage_view.ts';
import type { Repository } from '../../support/github/state.ts';
import type { GitHubStage } from '../../support/github_stage.ts';
import type { Program } from '../../support/program.ts';
import { until } from '../../support/until.ts';

const PATIENCE_MS = 100_000;
const LOOK_AGAIN_MS = 100;
const OWNER = 'acme';
const PERSON = 'ada';

/** A plan that runs on a stage: its issue, its repository and who works on it. */
export type PlanOnStage = {
  readonly repository: Repository;
  readonly issue: number;
  readonly client: Client;
  /** Where the service is. */
  readonly address: string;
  readonly runner: Program;
  /** Starts a runner again, in the folders of the one before. */
  readonly startRunner: () => Program;
  readonly view: StageView;
  /** Resolves when the run stands so and nothing is on its way any more. */
  readonly reaches: (state: string) => Promise<void>;
  /** Resolves when there was such an event of this task. */
  readonly sees: (event: string, task: string) => Promise<void>;
  /** Has a person say this on the issue. */
  readonly comment: (body: string) => Promise<void>;
  /** A file of what an attempt of the task left at its own ref, the newest that is there. */
  readonly kept: (task: string, path: string) => Promise<string | undefined>;
  /** Merges the final pull request, as a person does. */
  readonly mergeAll: () => Promise<void>;
  /** To be called before the stage is removed. */
  readonly close: () => void;
};

/** Starts service and runner, and opens an issue with the plan. */
export async function runPlan(
  stage: GitHubStage,
  { plan, files = {} }: { readonly plan: string; readonly files?: Readonly<Record<string, string>> },
): Promise<PlanOnStage> {
  const { github } = stage;
  const service = await stage.serve();
  const database = openToLook(stage);
  github.installApp(OWNER);
  github.sendWebhooksTo(`${service.address}/api/github/webhooks`);
  const first = { 'README.md': 'A repository to work in.\n', ...files };
  const repository = await github.createRepository({ owner: OWNER, name: 'web', files: first });
  github.addCollaborator(repository, PERSON, 'admin');
  const runner = stage.startRunner(service.address);
  const { number } = await github.openIssue({
    repo: repository,
    author: PERSON,
    title: 'A plan for agents',
    labels: ['plan'],
    body: plan,
  });
  const view = stageView(stage, service.client, database, repository.id);
  const told = async (): Promise<string> => {
    const events = (await view.events()).map(({ kind, task, data }) => `${kind} ${task ?? ''} ${JSON.stringify(data)}`);
    const comments = github.comments(repository).map(({ body }) => body);
    return [...events, ...comments, runner.printed().slice(-4_000)].join('\n');
  };
  return {
    repository,
    issue: number,
    client: service.client,
    address: service.address,
    runner,
    startRunner: () => stage.startRunner(service.address),
    view,
    reaches: async (state) => {
      const isThere = async () => {
        const run = (await view.runs()).at(-1);
        if (run !== undefined && state !== 'failed' && run.state === 'failed') throw new Error(await told());
        return run?.state === state && (await view.underWay()).length === 0 ? true : undefined;
      };
      await until(async () => `run that is ${state}:\n${await told()}`, isThere, PATIENCE_MS, LOOK_AGAIN_MS);
    },
    sees: async (event, task) => {
      const isThere = async () =>
        (await view.events()).some((one) => one.kind === event && one.task === task) ? true : undefined;
      await until(async () => `${event} of ${task}:\n${await told()}`, isThere, PATIENCE_MS, LOOK_AGAIN_MS);
    },
    comment: async (body) => {
      await github.commentOn({ repo: repository, number, author: PERSON, body });
    },
    kept: async (task, path) => {
      const ours = [...github.refs(repository)].filter(([ref]) => ref.startsWith('refs/planwright/attempts/'));
      const [, commit] = ours.findLast(([ref]) => ref.includes(`/${task}/`)) ?? [];
      return commit === undefined ? undefined : await github.file(repository, commit, path);
    },
    mergeAll: async () => {
      const final = github.pulls(repository).find(({ pull }) => pull.headBranch.endsWith('/plan'));
      if (final === undefined) throw new Error('There is no final pull request.');
      await github.mergePull({ repo: repository, number: final.number, by: PERSON });
    },
    close: () => database.close(),
  };
}
