import { v7 } from 'uuid';
import { tick } from '../../../src/service/chores/tick.ts';
import { createRun } from '../../../src/service/commands/create_run.ts';
import type { ServiceDependencies } from '../../../src/service/dependencies.ts';
import { finishAttempt, startAttempt } from '../../../src/service/runners/attempt_reports.ts';
import { LeaseWaiters } from '../../../src/service/runners/lease_waiters.ts';
import { registerRunner } from '../../../src/service/runners/register_runner.ts';
import { BASE_COMMIT } from '../bench_service.ts';
import { commandPlan } from '../plan/long_plan.ts';

/** Who leases; the same in every copy of a database. */
const RUNNER = { runner: v7(), boot: v7() };

/** A run of that many ready tasks, which has begun, and a runner to lease them. */
export async function prepareWork(deps: ServiceDependencies, tasks: number): Promise<void> {
  const markdown = commandPlan(tasks, 'task', ['run: true']);
  const repository = { name: 'bench', cloneUrl: '/bench' };
  await createRun(deps, { name: 'work', markdown, repository, owner: 'bench' });
  while ((await tick(deps)).more);
  const said = { name: 'bench', labels: [], slots: 1_024, agents: [], repositories: ['*'], sandbox: 'none' } as const;
  await registerRunner(deps, { ...RUNNER, ...said, labels: [], agents: [], repositories: ['*'] }, null);
}

/** Leases tasks by the group, starts and finishes each group's attempts at once, until `tasks` are done. */
export async function leaseAndComplete(deps: ServiceDependencies, tasks: number, groupSize: number): Promise<void> {
  const waiters = new LeaseWaiters(deps);
  const { runner } = RUNNER;
  for (let done = 0; done < tasks; done += groupSize) {
    const { leases } = await waiters.lease(
      { ...RUNNER, request: v7(), slot: 'task', capacity: groupSize, waitMs: 0 },
      null,
    );
    if (leases.length !== groupSize) throw new Error(`${leases.length} tasks were leased instead of ${groupSize}.`);
    const attempts = leases.map(({ request }) => request.attempt);
    const start = { runner, base: BASE_COMMIT, startCommit: BASE_COMMIT };
    await Promise.all(attempts.map((attempt) => startAttempt(deps, { ...start, attempt })));
    await Promise.all(attempts.map((attempt) => finishAttempt(deps, { runner, attempt, outcome: success() })));
  }
}

function success() {
  return {
    kind: 'succeeded' as const,
    commit: 'b'.repeat(40),
    durationMs: 1_000,
    changedFiles: 1,
    insertions: 2,
    deletions: 0,
    summary: 'Done.',
    outputs: {},
    evidence: [],
  };
}
