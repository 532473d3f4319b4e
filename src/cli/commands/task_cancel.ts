import type { Command } from 'commander';
import { runName } from '../../core/text/run_name.ts';
import { TaskResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { person } from '../client/person.ts';
import { RunAnswer } from '../client/run_answer.ts';
import { type ClientOptions, namedTask, withClient, withTask } from '../options.ts';
import { respond } from '../reply.ts';
import { printable } from '../terminal/printable.ts';

type Options = ClientOptions & { readonly now?: true };

/** `planwright task cancel [RUN] TASK`: ends one task; those that wait for it are skipped. */
export function addTaskCancel(parent: Command, context: CliContext): void {
  const command = parent
    .command('cancel')
    .description('end one task; those that wait for it are skipped')
    .option('--now', 'end its agent at once');
  withClient(withTask(command)).action((words: string[], options: Options) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const { run: named, task } = namedTask(words);
        const run = await runOrNewest(client, named);
        const how = options.now ? 'immediate' : 'graceful';
        const json = { how, by: person() } as const;
        const answer = await answerOf(
          RunAnswer,
          client.api.v1.runs[':run'].tasks[':task'].cancel.$post({ param: { run, task }, json }),
        );
        const shown = client.api.v1.runs[':run'].tasks[':task'].$get({ param: { run, task } });
        const { canceling } = (await answerOf(TaskResponse, shown)).task;
        const standing = canceling ? 'ends as soon as its attempt has' : 'is canceled';
        return { data: answer, text: printable(`${task} of ${runName(answer.run)} ${standing}.`) };
      }),
    ),
  );
}
