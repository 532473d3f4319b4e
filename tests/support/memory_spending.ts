import { isInterruption } from '../../src/core/retry/failure_policy.ts';
import { HISTORY_ATTEMPTS, type UsageOf, type UsageSample } from '../../src/core/usage/usage_history.ts';
import { countedTokens } from '../../src/protocol/usage.ts';
import type { Tables } from './memory_tables.ts';

/** What the newest attempts of an agent in a role used, those that came to their own end. */
export function samplesOf({ runs, tasks, attempts, usage }: Tables, of: UsageOf): readonly UsageSample[] {
  return [...attempts.values()]
    .filter(({ run, agent }) => runs.get(run)?.repository === of.repository && agent === of.agent)
    .filter(({ task }) => tasks.get(task)?.routing.role === of.role)
    .filter(({ state }) => ['succeeded', 'failed', 'timed_out'].includes(state))
    .filter(({ failure }) => !isInterruption(failure?.class ?? null))
    .toSorted((left, right) => right.id.localeCompare(left.id))
    .flatMap(({ id }) => usage.get(id) ?? [])
    .slice(0, HISTORY_ATTEMPTS)
    .map((used) => ({ tokens: countedTokens(used), costMicros: used.costMicros }));
}
