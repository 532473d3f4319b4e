import type { SeenBreaker } from '../../core/breaker/resting.ts';
import type { RunnerRecord } from '../../core/records.ts';
import { type DifferingProvider, differenceText, differingProviders } from '../../core/runner/differing_providers.ts';
import { agentRest } from '../../core/text/agent_rest.ts';
import { runName } from '../../core/text/run_name.ts';
import { PRICES_AS_OF } from '../../core/usage/prices.ts';
import type { StatusResponse } from '../../protocol/operator.ts';
import type { RunnerView } from '../../protocol/runner_view.ts';
import type { RunView } from '../../protocol/views.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import { isConnected } from './connected_runners.ts';
import { showTasks } from './explain_ready.ts';

/** Runs whose ready tasks the status explains. */
const RUNS_EXPLAINED = 10;

/** Repositories whose usage is told. */
const REPOSITORIES_SHOWN = 100;

/** How the service stands: active runs, runners, and what waits to be sent or processed. */
export async function status(deps: ServiceDependencies): Promise<StatusResponse> {
  const { store, version, settings, clock } = deps;
  const [runs, runners, outbox, deliveries, breakers, questions, repositories] = await Promise.all([
    store.view.runs({ active: true, limit: 100 }),
    store.view.runners(),
    store.view.outbox(),
    store.view.deliveries(),
    store.view.breakers(),
    store.view.openQuestions(),
    store.view.usedByRepositories(REPOSITORIES_SHOWN),
  ]);
  const now = clock.now();
  return {
    version,
    runs: [...runs],
    runners: runners.map(
      ({ id, name, labels, slots, busy, orchestrating, agents, sandbox, token, seenAt, revoked }) => ({
        id,
        name,
        labels: [...labels],
        slots,
        busy,
        orchestrating,
        agents: agents.map((agent) => agent.name),
        resting: resting(breakers, { id, name, agents }, now),
        sandbox,
        token: token?.name ?? null,
        seenAt,
        live: isConnected({ seenAt, revoked }, now, settings),
        revoked,
      }),
    ),
    differing: differingProviders(runners.filter((runner) => isConnected(runner, now, settings))).map(shownDifference),
    repositories: [...repositories],
    pricesAsOf: PRICES_AS_OF,
    waiting: await waitingTasks(deps, runs),
    questions: runs.flatMap((run) =>
      questions.filter((row) => row.run === run.id).map(({ question }) => ({ ...question, run: runName(run) })),
    ),
    outbox: { waiting: outbox.waiting, dead: [...outbox.dead] },
    deliveries: { ...deliveries, dead: [...deliveries.dead] },
  };
}

function shownDifference(found: DifferingProvider): StatusResponse['differing'][number] {
  const transports = found.transports.map(({ transport, runners }) => ({ transport, runners: [...runners] }));
  return { provider: found.provider, transports, text: differenceText(found) };
}

/** A breaker of what the runner no longer offers says nothing. */
function resting(
  breakers: readonly SeenBreaker[],
  { id, name, agents }: Pick<RunnerRecord, 'id' | 'name' | 'agents'>,
  now: number,
): RunnerView['resting'] {
  return breakers.flatMap((breaker) => {
    const { runner, provider, state, restsUntil, failure } = breaker;
    if (runner !== id || state === 'closed' || !agents.some((agent) => agent.name === provider)) return [];
    const { class: failed = null, message = '' } = failure ?? {};
    const text = agentRest(breaker, name, now);
    return { agent: provider, state, until: state === 'open' ? restsUntil : null, class: failed, message, text };
  });
}

/** Only runs with ready tasks are looked into, and of those a few. */
async function waitingTasks(deps: ServiceDependencies, runs: readonly RunView[]): Promise<StatusResponse['waiting']> {
  const stalled = runs.filter((run) => (run.tasks.ready ?? 0) > 0).slice(0, RUNS_EXPLAINED);
  const tasks = await Promise.all(stalled.map(async (run) => ({ run, tasks: await showTasks(deps, run) })));
  return tasks.flatMap(({ run, tasks: shown }) =>
    shown.flatMap(({ key, waitsFor }) => (waitsFor === null ? [] : [{ run: runName(run), task: key, waitsFor }])),
  );
}
