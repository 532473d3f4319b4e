import type { Command } from 'commander';
import { TaskResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { type ClientOptions, withClient } from '../options.ts';
import { respond } from '../reply.ts';
import { taskText } from '../text/task_text.ts';

/** `planwright task show RUN TASK`: a task with all its attempts and their evidence. */
export function addTaskShow(parent: Command, context: CliContext): void {
  const command = parent
    .command('show')
    .description('show a task with its attempts and what was checked')
    .argument('<run>', 'id, beginning of an id, or name of the plan')
    .argument('<task>', 'id of the task');
  withClient(command).action((run: string, task: string, options: ClientOptions) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const answer = await answerOf(
          TaskResponse,
          client.api.v1.runs[':run'].tasks[':task'].$get({ param: { run, task } }),
        );
        return { data: answer, text: taskText(answer) };
      }),
    ),
  );
}
