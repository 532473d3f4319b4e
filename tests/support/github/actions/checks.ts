import { renderCheckRun, renderCheckSuite } from '../render/check_run.ts';
import type { CheckAction, CheckOutput, CheckRun, Repository } from '../state.ts';
import type { World } from '../world.ts';

/** What may be said of a check run. */
export type CheckEdit = {
  readonly name?: string | undefined;
  readonly status?: CheckRun['status'] | undefined;
  readonly conclusion?: string | undefined;
  readonly detailsUrl?: string | undefined;
  readonly externalId?: string | undefined;
  readonly startedAt?: number | undefined;
  readonly completedAt?: number | undefined;
  readonly output?: Partial<CheckOutput> | undefined;
  readonly actions?: readonly CheckAction[] | undefined;
};

/** Makes a check run of an app on a commit. */
export async function createCheckRun(
  world: World,
  repository: Repository,
  sender: string,
  check: {
    readonly app: string;
    readonly name: string;
    readonly headSha: string;
    readonly edit: CheckEdit;
    readonly log?: string;
    readonly reruns?: boolean;
  },
): Promise<CheckRun> {
  const suite = [...repository.checkRuns.values()].find(
    ({ app, headSha }) => app === check.app && headSha === check.headSha,
  );
  const record: CheckRun = {
    id: world.nextId(),
    suite: suite?.suite ?? world.nextId(),
    app: check.app,
    headSha: check.headSha,
    name: check.name,
    status: 'queued',
    conclusion: null,
    detailsUrl: null,
    externalId: '',
    startedAt: world.now(),
    completedAt: null,
    output: { title: null, summary: null, text: null, annotations: [] },
    log: check.log ?? '',
    reruns: check.reruns ?? true,
    actions: [],
  };
  repository.checkRuns.set(record.id, record);
  apply(world, record, check.edit);
  await emitCheck(world, repository, record, sender, 'created');
  if (record.status === 'completed') await emitCheck(world, repository, record, sender, 'completed');
  return record;
}

/** Somebody asks for another run of a check: its app makes a new one, which waits for its result. */
export async function runAgain(world: World, repository: Repository, check: CheckRun, by: string): Promise<void> {
  await emitCheck(world, repository, check, by, 'rerequested');
  const { app, name, headSha } = check;
  await createCheckRun(world, repository, `${app}[bot]`, { app, name, headSha, edit: { status: 'in_progress' } });
}

/** Says more of a check run; annotations add up. */
export async function updateCheckRun(
  world: World,
  repository: Repository,
  record: CheckRun,
  sender: string,
  edit: CheckEdit,
): Promise<void> {
  const was = record.status;
  apply(world, record, edit);
  if (record.status === 'completed' && was !== 'completed') {
    await emitCheck(world, repository, record, sender, 'completed');
  }
}

function apply(world: World, record: CheckRun, edit: CheckEdit): void {
  record.name = edit.name ?? record.name;
  record.detailsUrl = edit.detailsUrl ?? record.detailsUrl;
  record.externalId = edit.externalId ?? record.externalId;
  record.startedAt = edit.startedAt ?? record.startedAt;
  record.actions = edit.actions ?? record.actions;
  record.status = edit.conclusion === undefined ? (edit.status ?? record.status) : 'completed';
  record.conclusion = record.status === 'completed' ? (edit.conclusion ?? record.conclusion) : null;
  const completed = edit.completedAt ?? record.completedAt ?? world.now();
  record.completedAt = record.status === 'completed' ? completed : null;
  const annotations = [...record.output.annotations, ...(edit.output?.annotations ?? [])];
  record.output = { ...record.output, ...edit.output, annotations };
}

/** Tells what happened to a check run, with the suite it is of. */
export async function emitCheck(
  world: World,
  repository: Repository,
  record: CheckRun,
  sender: string,
  action: 'created' | 'completed' | 'rerequested' | 'requested_action',
  more: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const suite = await renderCheckSuite(world, repository, record);
  const check_run = { ...renderCheckRun(world, repository, record), check_suite: suite };
  world.emit('check_run', repository, sender, { action, check_run, ...more });
  if (action !== 'completed' || suite.status !== 'completed') return;
  world.emit('check_suite', repository, sender, { action: 'completed', check_suite: suite });
}
