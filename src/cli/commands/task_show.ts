import type { Command } from 'commander';
import { TaskResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { type ClientOptions, namedTask, withClient, withTask } from '../options.ts';
import { respond } from '../reply.ts';
import { taskText } from '../text/task_text.ts';

/** `planwright task show [RUN] TASK`: a task with all its attempts and their evidence. */
export function addTaskShow(parent: Command, context: CliContext): void {
  const command = parent.command('show').description('show a task with its attempts and what was checked');
  withClient(withTask(command)).action((words: string[], options: ClientOptions) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const { run: named, task } = namedTask(words);
        const run = await runOrNewest(client, named);
        const answer = await answerOf(
          TaskResponse,
          client.api.v1.runs[':run'].tasks[':task'].$get({ param: { run, task } }),
        );
        return { data: answer, text: taskText(answer) };
      }),
    ),
  );
}
