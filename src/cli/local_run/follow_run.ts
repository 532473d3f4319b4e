import { runHasEnded } from '../../core/run/run_state.ts';
import { taskHasEnded } from '../../core/task/task_state.ts';
import type { Client } from '../../http/client.ts';
import { RunResponse, TaskResponse } from '../../protocol/operator.ts';
import type { EventView } from '../../protocol/views.ts';
import { answerOf } from '../client/answer_of.ts';
import { eventStream } from '../client/event_stream.ts';
import type { Reporter } from '../progress/reporter.ts';
import type { RunProgress } from '../progress/run_progress.ts';

/** The run as it stands. @throws CliError */
export function readRun(client: Client, run: string): Promise<RunResponse> {
  return answerOf(RunResponse, client.api.v1.runs[':run'].$get({ param: { run } }));
}

/** What is followed, and whether it need not be followed further. */
export type Followed = { readonly progress: RunProgress; readonly isOver: () => boolean };

/**
 * Takes in a run's events from where `progress` stands until it need not be followed further.
 * @throws CliError `unreachable` where the service vanishes; then go on from the same progress elsewhere
 */
export async function followRun(
  client: Client,
  { progress, isOver }: Followed,
  reporter: Reporter,
  stopping: AbortSignal,
): Promise<void> {
  if (isOver()) return;
  for await (const event of eventStream(client, progress.run.id, progress.event, stopping)) {
    const read = progress.apply(event);
    if (read?.kind === 'task_moved' && taskHasEnded(read.to)) await settleTask(client, progress, event);
    reporter.event(event, read);
    if (isOver() && (await hasSeenAll(client, progress))) return;
  }
}

/** Whether nothing happened beyond what `progress` has taken in: between two events a run may look as if nothing went on. @throws CliError */
async function hasSeenAll(client: Client, progress: RunProgress): Promise<boolean> {
  return runHasEnded(progress.state) || (await readRun(client, progress.run.id)).run.event <= progress.event;
}

/** Events do not tell a task's commit, time and changes: they are asked for once, when it has ended. */
async function settleTask(client: Client, progress: RunProgress, event: EventView): Promise<void> {
  if (event.task === null) return;
  const param = { run: progress.run.id, task: event.task };
  const { task } = await answerOf(TaskResponse, client.api.v1.runs[':run'].tasks[':task'].$get({ param }));
  progress.settle(task);
}
