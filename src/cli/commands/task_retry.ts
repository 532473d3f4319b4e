import type { Command } from 'commander';
import { runName } from '../../core/text/run_name.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { person } from '../client/person.ts';
import { RunAnswer } from '../client/run_answer.ts';
import { type ClientOptions, namedTask, withClient, withTask } from '../options.ts';
import { respond } from '../reply.ts';
import { printable } from '../terminal/printable.ts';

/** `planwright task retry [RUN] TASK`: sends a task back to work, and with it the run where it had ended. */
export function addTaskRetry(parent: Command, context: CliContext): void {
  const command = parent.command('retry').description('send a task that failed, was skipped or canceled back to work');
  withClient(withTask(command)).action((words: string[], options: ClientOptions) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const { run: named, task } = namedTask(words);
        const run = await runOrNewest(client, named);
        const json = { by: person() };
        const answer = await answerOf(
          RunAnswer,
          client.api.v1.runs[':run'].tasks[':task'].retry.$post({ param: { run, task }, json }),
        );
        const goesOn = answer.run.issue === null ? '; a local run goes on with `planwright plan run FILE`' : '';
        const text = `${task} of ${runName(answer.run)} is to be tried again${goesOn}.`;
        return { data: answer, text: printable(text) };
      }),
    ),
  );
}
