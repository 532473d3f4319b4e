import { takenText } from '../../core/commands/taken_text.ts';
import type { TaskRecord } from '../../core/records.ts';
import { runHasEnded } from '../../core/run/run_state.ts';
import { returnTask } from '../commands/return_task.ts';
import { takeTask } from '../commands/take_task.ts';
import type { Occasion } from './occasion.ts';
import type { CommandOutcome, WithRun } from './order.ts';
import { requireOpenIssue } from './require_open_issue.ts';
import { noSuchTask, taskNamed, taskOf, whichTask } from './task_of.ts';

/** A person takes a task: the answer tells how to check it out. */
export async function takeCommand(occasion: Occasion, order: WithRun<'take'>): Promise<CommandOutcome> {
  const { deps, sender } = occasion;
  const task = await taskOf(occasion, order);
  if (task === null) return whichTask(occasion, order);
  if (task.kind === 'told') return task;
  if (runHasEnded(order.run.state)) await requireOpenIssue(occasion, order.run, order.issue, 'take');
  const taken = await takeTask(deps, task.id, { by: sender.login }, order.also);
  return { kind: 'taken', reply: takenText(task, taken) };
}

/** A person gives a task back. */
export async function returnCommand(occasion: Occasion, order: WithRun<'return'>): Promise<CommandOutcome> {
  const { deps, sender } = occasion;
  const meant = await meantBy(occasion, order);
  if ('kind' in meant) return meant;
  const input = { by: sender.login, words: meant.words };
  await returnTask(deps, meant.task.id, input, order.also);
  return { kind: 'taken' };
}

/** In the pull request of a task its key may be left out, so that the first word is said to the agent. */
async function meantBy(
  occasion: Occasion,
  order: WithRun<'return'>,
): Promise<{ readonly task: TaskRecord; readonly words: string } | Extract<CommandOutcome, { kind: 'told' }>> {
  const { command, run, subject } = order;
  const { task: key, words } = command.argument;
  const named = key === null ? null : await taskNamed(occasion, run, key);
  if (named !== null) return { task: named, words };
  const here = subject?.task ?? null;
  if (here !== null) return { task: here, words: [key ?? '', words].join(' ').trim() };
  return key === null ? whichTask(occasion, order) : noSuchTask(occasion, run, key);
}
