import { type Decision, DecisionBuilder, type Surroundings } from '../decision.ts';
import { Refusal } from '../refusal.ts';
import type { AttemptSlice, TaskSlice } from '../slices.ts';
import { awaitsVerification } from '../task/pushed_commits.ts';
import { type ChangeByHand, heldBy } from '../task/takeover.ts';
import { cancelReason, requireNotCanceled } from './cancel_reason.ts';
import { inTheWay } from './in_the_way.ts';
import { moveTask, type TaskFields } from './move_task.ts';
import { publishWork } from './publish_work.ts';

/** Who gives a task back, with what. */
export type ReturnInput = {
  readonly by: string;
  /** Said to whoever goes on; '': nothing. */
  readonly words: string;
  /** What stands on its branch beyond what was left there; null: nothing does. */
  readonly change: Omit<ChangeByHand, 'onUnverified'> | null;
};

/**
 * A person gives a task back. An agent goes on from what they left; what they changed of a command's is verified. Where nothing was
 * changed or said, work that was verified before is merged, and any other task goes on as before.
 */
export function returnTask(slice: TaskSlice, input: ReturnInput, around: Surroundings): Decision<null> {
  const { task, run, openDependencies } = slice;
  const holder = heldBy(task);
  if (holder === null) {
    throw new Refusal('not_allowed_in_state', `\`${task.key}\` is in nobody's hands; there is nothing to return.`);
  }
  if (cancelReason(slice) !== null) {
    throw new Refusal('not_allowed_in_state', `\`${task.key}\` is being canceled; nothing was changed.`);
  }
  const keys = inTheWay(slice);
  if (keys !== null) {
    throw new Refusal(
      'not_allowed_in_state',
      `\`${task.key}\` waits for ${keys}, which did not succeed. Retry or skip ${keys} first.`,
    );
  }
  const { by, words } = input;
  const change =
    input.change === null ? null : { ...input.change, onUnverified: isUnverified(slice, input.change.from) };
  const builder = new DecisionBuilder();
  builder.event({ run: run.id, task: task.key, body: { kind: 'task_returned', by, changed: change !== null } });
  const had = holder === by ? {} : { takenBy: holder };
  const takeover = {
    kind: 'returned',
    by,
    ...had,
    at: around.now,
    afterAttempt: task.attempts,
    words,
    change,
  } as const;
  const set: TaskFields = { takeover, ...workOf(slice, input) };
  builder.change(requireNotCanceled(slice));
  if (task.state === 'running') {
    // Its attempt is still ending; the task goes on when it has.
    builder.change({ kind: 'set_task', task: task.id, in: 'running', atAttempt: task.attempts, held: true, set });
    return builder.result(null);
  }
  const isOpen = openDependencies.length > 0;
  builder.change({ kind: 'require_dependencies', tasks: [task.id], are: isOpen ? 'open' : 'met' });
  const verified = isOpen || change !== null || words !== '' ? null : verifiedWork(slice);
  if (verified === null) moveTask(builder, task, isOpen ? 'reopen' : 'answered', set);
  else {
    moveTask(builder, task, 'let_in', set);
    const { outcome } = verified.slice.attempt;
    if (outcome !== null) builder.effect(...publishWork(verified.slice, { outcome, commit: verified.commit }, around));
  }
  return builder.result(null);
}

/** Where the task's own work stands once it is given back. */
function workOf(slice: TaskSlice, { words, change }: ReturnInput): TaskFields {
  const { task } = slice;
  if (change !== null) {
    // An agent goes on from there as from its own work; any other has it verified.
    return task.kind === 'agent' ? { commit: change.head, pushed: change.head } : { pushed: change.head };
  }
  // What had passed is what an agent goes on from that is told to do more.
  const verified = words === '' ? null : verifiedWork(slice);
  return task.kind === 'agent' && verified !== null ? { pushed: verified.commit } : {};
}

/** Whether a commit is what the newest attempt left without having passed its verification. */
function isUnverified({ attempt }: TaskSlice, commit: string): boolean {
  if (attempt === null || attempt.outcome?.kind === 'succeeded') return false;
  return (attempt.outcome?.commit ?? attempt.failure?.kept?.commit) === commit;
}

/** Work that passed its verification, with nothing against it since. */
function verifiedWork(slice: TaskSlice): { readonly slice: AttemptSlice; readonly commit: string } | null {
  const { task, attempt } = slice;
  if (attempt === null || task.commit === null || awaitsVerification(task)) return null;
  if (attempt.outcome?.kind !== 'succeeded' || attempt.failure !== null) return null;
  return { slice: { ...slice, attempt }, commit: task.commit };
}
