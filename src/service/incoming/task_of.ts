import type { BuiltCommand, COMMANDS as TABLE } from '../../core/commands/command_table.ts';
import { noSuchTaskText, whichTaskText } from '../../core/commands/command_texts.ts';
import type { RunRecord, TaskRecord } from '../../core/records.ts';
import { taskMachine } from '../../core/task/task_state.ts';
import type { StoredTask } from '../ports/view_reader.ts';
import type { Occasion } from './occasion.ts';
import type { CommandOutcome, WithRun } from './order.ts';

/** Those that are about a task. */
type CommandOfTask = {
  [Name in BuiltCommand]: (typeof TABLE)[Name]['takes'] extends 'task' | 'optional_task' ? Name : never;
}[BuiltCommand];

/** The task that is named, or that the pull request is of; null: the run as a whole. */
export async function taskOf(
  occasion: Occasion,
  { command, run, subject }: WithRun<CommandOfTask>,
): Promise<TaskRecord | Extract<CommandOutcome, { kind: 'told' }> | null> {
  const key = command.argument;
  return key === null
    ? (subject?.task ?? null)
    : ((await taskNamed(occasion, run, key)) ?? noSuchTask(occasion, run, key));
}

/** The task of that key; null: there is none. */
export function taskNamed({ deps }: Occasion, run: RunRecord, key: string): Promise<TaskRecord | null> {
  return deps.store.read.taskByKey(run.id, key);
}

/** Says that there is none, and what may have been meant. */
export async function noSuchTask(
  { deps }: Occasion,
  run: RunRecord,
  key: string,
): Promise<Extract<CommandOutcome, { kind: 'told' }>> {
  const plan = await deps.store.read.planOf(run.id);
  return { kind: 'told', reply: noSuchTaskText(key, plan?.tasks.map(({ id }) => id) ?? []) };
}

/** With which tasks a command that needs one could do anything. */
const COULD: Readonly<
  Record<'skip' | 'take' | 'return', (task: Pick<StoredTask, 'kind' | 'state' | 'takenBy'>) => boolean>
> = {
  skip: ({ state }) => taskMachine.allows(state, 'skip'),
  // One that waits for an answer is blocked already.
  take: ({ kind, state, takenBy }) =>
    takenBy === null &&
    kind !== 'issue' &&
    kind !== 'verification' &&
    (state === 'blocked' || taskMachine.allows(state, 'take')),
  return: ({ takenBy }) => takenBy !== null,
};

/** Asks which task is meant, and names those that could be. */
export async function whichTask(
  { deps }: Occasion,
  { command: { name }, run }: WithRun<keyof typeof COULD>,
): Promise<Extract<CommandOutcome, { kind: 'told' }>> {
  const tasks = await deps.store.view.tasks(run.id, deps.clock.now());
  const keys = tasks.filter(COULD[name]).map(({ key }) => key);
  return { kind: 'told', reply: whichTaskText(name, keys) };
}
