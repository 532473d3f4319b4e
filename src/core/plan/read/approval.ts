import type { Approval, PlanSettings, TaskSettings } from '../plan.ts';
import { bad, type ReadOne } from './value_kinds.ts';
import { listOf, type Written } from './written_values.ts';

/** The moments at which a task may wait for a person, in their order. */
const OF_TASKS: readonly Approval[] = ['before', 'after'];

/** `approve: plan, after`: what waits for a person's approval, the plan as a whole or its tasks. */
export function approvals(written: Written): {
  approvePlan?: NonNullable<PlanSettings['approvePlan']>;
  approve?: NonNullable<TaskSettings['approve']>;
} {
  const named = listOf(written, approval);
  const approve = OF_TASKS.filter((each) => named.includes(each));
  return { ...(named.includes('plan') ? { approvePlan: true } : {}), ...(approve.length === 0 ? {} : { approve }) };
}

/** What of two layers is to be approved: none takes back what the other wants. */
export function bothApprovals({ approve: less }: Partial<TaskSettings>, { approve: own }: Partial<TaskSettings>) {
  if (less === undefined && own === undefined) return {};
  return { approve: OF_TASKS.filter((each) => less?.includes(each) === true || own?.includes(each) === true) };
}

const approval: ReadOne<'plan' | Approval> = (text) => {
  const word = text.toLowerCase();
  if (word === 'plan' || word === 'before' || word === 'after') return { value: word };
  return bad(
    'bad-value',
    'is nothing that can wait for approval',
    'Write `plan`, or `before` or `after` for tasks, with commas between them.',
  );
};
