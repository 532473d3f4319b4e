import { type CheckEdit, createCheckRun, runAgain, updateCheckRun } from '../actions/checks.ts';
import { findCheckRun } from '../actions/find.ts';
import { notFound, refused } from '../api_error.ts';
import { resolveCommit } from '../git/bare_repository.ts';
import { created, type Endpoint, ok, type RepositoryCall, repositoryEndpoint } from '../http/endpoint.ts';
import { LOG_STORE } from '../http/log_store.ts';
import { paged } from '../http/paging.ts';
import { renderCheckRun } from '../render/check_run.ts';
import type { CheckAction, CheckOutput, CheckRun } from '../state.ts';

type CheckBody = {
  readonly name?: string;
  readonly head_sha?: string;
  readonly details_url?: string;
  readonly external_id?: string;
  readonly status?: CheckRun['status'];
  readonly conclusion?: string;
  readonly started_at?: string;
  readonly completed_at?: string;
  readonly output?: Partial<CheckOutput>;
  readonly actions?: readonly CheckAction[];
};

/** Check runs. */
export const checkEndpoints: readonly Endpoint[] = [
  repositoryEndpoint<CheckBody>('checks/create', 'checks:write', async (call) => {
    const { world, repository, body, actor } = call;
    const headSha = await resolveCommit(repository.folder, body.head_sha ?? '');
    if (headSha === undefined) throw refused(422, `No commit found for SHA: ${body.head_sha}`);
    const check = { app: world.app.slug, name: body.name ?? '', headSha, edit: editOf(body) };
    return created(renderCheckRun(world, repository, await createCheckRun(world, repository, actor, check)));
  }),
  repositoryEndpoint<CheckBody | undefined>(
    'checks/update',
    'checks:write',
    async ({ world, repository, path, body, actor }) => {
      const check = findCheckRun(repository, Number(path.check_run_id));
      if (check.app !== world.app.slug)
        throw refused(403, 'Invalid app_id `0` - check run can only be modified by the GitHub App that created it.');
      await updateCheckRun(world, repository, check, actor, editOf(body ?? {}));
      return ok(renderCheckRun(world, repository, check));
    },
  ),
  repositoryEndpoint('checks/get', 'checks:read', ({ world, repository, path }) =>
    ok(renderCheckRun(world, repository, findCheckRun(repository, Number(path.check_run_id)))),
  ),
  repositoryEndpoint('checks/list-for-ref', 'checks:read', listForRef),
  repositoryEndpoint('checks/list-annotations', 'checks:read', (call) => paged(call, checkOf(call).output.annotations)),
  repositoryEndpoint('checks/rerequest-run', 'checks:write', async (call) => {
    const check = checkOf(call);
    if (!check.reruns) throw refused(403, 'Resource not accessible by integration');
    await runAgain(call.world, call.repository, check, call.actor);
    return created({});
  }),
  repositoryEndpoint('actions/download-job-logs-for-workflow-run', 'actions:read', (call) => {
    const check = findCheckRun(call.repository, Number(call.path.job_id));
    if (check.log === '') throw notFound();
    const location = `${call.world.origin()}${LOG_STORE}/${call.repository.id}/${check.id}`;
    return { status: 302, headers: { location } };
  }),
  repositoryEndpoint('actions/re-run-job-for-workflow-run', 'actions:write', async (call) => {
    const check = findCheckRun(call.repository, Number(call.path.job_id));
    if (!check.reruns) throw refused(403, 'Unable to retry this workflow run because it was created over a month ago');
    await runAgain(call.world, call.repository, check, call.actor);
    return created({});
  }),
];

function checkOf({ repository, path }: RepositoryCall): CheckRun {
  return findCheckRun(repository, Number(path.check_run_id));
}

function editOf(body: CheckBody): CheckEdit {
  const time = (text: string | undefined) => (text === undefined ? undefined : Date.parse(text));
  return {
    name: body.name,
    status: body.status,
    conclusion: body.conclusion,
    detailsUrl: body.details_url,
    externalId: body.external_id,
    startedAt: time(body.started_at),
    completedAt: time(body.completed_at),
    output: body.output,
    actions: body.actions,
  };
}

/** By default the latest run of each name and app. */
async function listForRef(call: RepositoryCall) {
  const { world, repository, path, query } = call;
  const sha = await resolveCommit(repository.folder, (path.ref ?? '').replace(/^heads\//, ''));
  if (sha === undefined) throw notFound();
  const [name, status] = [query.get('check_name'), query.get('status')];
  const all = [...repository.checkRuns.values()]
    .filter((check) => check.headSha === sha)
    .filter((check) => (name === null || check.name === name) && (status === null || check.status === status))
    .reverse();
  const newestOf = (check: CheckRun) => all.find((other) => other.name === check.name && other.app === check.app);
  const shown = query.get('filter') === 'all' ? all : all.filter((check) => newestOf(check) === check);
  return paged(call, shown, (page) => ({
    total_count: shown.length,
    check_runs: page.map((check) => renderCheckRun(world, repository, check)),
  }));
}
