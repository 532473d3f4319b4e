import type { Command } from 'commander';
import { PromptResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { type ClientOptions, namedTask, positiveInteger, withClient, withTask } from '../options.ts';
import { respond } from '../reply.ts';
import { promptText } from '../text/prompt_text.ts';

type Options = ClientOptions & { readonly attempt?: number };

/** `planwright task prompt [RUN] TASK`: what its next attempt would be told, or what one was told. */
export function addTaskPrompt(parent: Command, context: CliContext): void {
  const command = parent
    .command('prompt')
    .description('show what the agent of a task is told')
    .option('--attempt <number>', 'what this attempt was told; default: what the next would be', positiveInteger);
  withClient(withTask(command)).action((words: string[], options: Options) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const { run: named, task } = namedTask(words);
        const run = await runOrNewest(client, named);
        const query = options.attempt === undefined ? {} : { attempt: String(options.attempt) };
        const answer = await answerOf(
          PromptResponse,
          client.api.v1.runs[':run'].tasks[':task'].prompt.$get({ param: { run, task }, query }),
        );
        return { data: answer, text: promptText(answer) };
      }),
    ),
  );
}
