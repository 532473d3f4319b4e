import type { BuiltCommand, COMMANDS as TABLE } from '../../core/commands/command_table.ts';
import { noSuchTaskText } from '../../core/commands/command_texts.ts';
import type { RunRecord, TaskRecord } from '../../core/records.ts';
import type { Occasion } from './occasion.ts';
import type { Answer, Order } from './order.ts';

/** A command about a run that is there. */
export type WithRun<Name extends BuiltCommand = BuiltCommand> = Order<Name> & { readonly run: RunRecord };

/** Those that are about a task. */
type CommandOfTask = {
  [Name in BuiltCommand]: (typeof TABLE)[Name]['takes'] extends 'task' | 'optional_task' ? Name : never;
}[BuiltCommand];

/** The task that is named, or that the pull request is of; null: the run as a whole. */
export async function taskOf(
  occasion: Occasion,
  { command, run, subject }: WithRun<CommandOfTask>,
): Promise<TaskRecord | Extract<Answer, { kind: 'told' }> | null> {
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
): Promise<Extract<Answer, { kind: 'told' }>> {
  const plan = await deps.store.read.planOf(run.id);
  return { kind: 'told', reply: noSuchTaskText(key, plan?.tasks.map(({ id }) => id) ?? []) };
}
