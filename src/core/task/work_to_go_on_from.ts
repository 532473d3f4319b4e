import type { KeptWork } from '../kept_work.ts';
import type { TaskRecord } from '../records.ts';
import { FAILURE_POLICIES } from '../retry/failure_policy.ts';
import { isBeforeReturn } from './takeover.ts';

/**
 * What the next attempt of an agent goes on from: the newest that was left since an attempt ended by more than an
 * interruption; null: nothing was.
 */
export function workToGoOnFrom({
  task,
  kept,
}: {
  readonly task: Pick<TaskRecord, 'kind' | 'takeover'>;
  readonly kept: readonly KeptWork[];
}): KeptWork | null {
  if (task.kind !== 'agent') return null;
  const goesOn = ({ class: name, isNewest, number }: KeptWork) =>
    isNewest && FAILURE_POLICIES[name].agentStartsFrom === 'own_commit' && !isBeforeReturn(task, number);
  return kept.find(goesOn) ?? null;
}

/** What nobody has gone on from, nor does now: reported when the next attempt had begun already. */
export function workLeftAside(details: {
  readonly task: Pick<TaskRecord, 'kind' | 'takeover'>;
  readonly kept: readonly KeptWork[];
}): readonly KeptWork[] {
  const goneOnFrom = workToGoOnFrom(details);
  return details.kept.filter(
    (work) => !work.isTakenUp && work.commit !== goneOnFrom?.commit && !isBeforeReturn(details.task, work.number),
  );
}
