import type { Command } from 'commander';
import { TaskResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { readAttemptLog } from '../client/read_attempt_log.ts';
import { readConversation } from '../client/read_conversation.ts';
import { type ClientOptions, type NamedTask, namedTask, positiveInteger, withClient, withTask } from '../options.ts';
import { type Reply, respond } from '../reply.ts';
import { safeLogText } from '../terminal/safe_log_text.ts';

type Options = ClientOptions & { readonly attempt?: number; readonly follow?: true };

/**
 * `planwright task log [RUN] TASK`: what an attempt wrote. With `--json` the events of its conversation too; with `--follow` as
 * well, each event is a line as it comes, and the last line is the envelope that all commands print.
 */
export function addTaskLog(parent: Command, context: CliContext): void {
  const command = parent
    .command('log')
    .description('print what a task wrote')
    .option('--attempt <number>', 'of this attempt; default: the newest', positiveInteger)
    .option('--follow', 'go on until the attempt has ended');
  withClient(withTask(command)).action((words: string[], options: Options) =>
    respond(context, options.json === true, () => taskLog(context, namedTask(words), options)),
  );
}

async function taskLog(context: CliContext, { run: named, task }: NamedTask, options: Options): Promise<Reply> {
  return await withConnection(context, options.repo, async ({ client }) => {
    const run = await runOrNewest(client, named);
    const { attempts } = await answerOf(
      TaskResponse,
      client.api.v1.runs[':run'].tasks[':task'].$get({ param: { run, task } }),
    );
    const attempt = attempts.find(({ number }) => number === (options.attempt ?? attempts.at(-1)?.number));
    if (attempt === undefined) {
      const which = options.attempt === undefined ? 'attempt yet' : `attempt ${options.attempt}`;
      throw usageError('not_found', `\`${task}\` has no ${which}.`);
    }
    const follow = options.follow === true;
    if (options.json !== true) {
      const print = safeLogText(context.stdout.isTTY === true);
      for await (const piece of readAttemptLog(client, attempt.id, follow)) context.stdout.write(print(piece));
      return { data: null, text: '' };
    }
    if (follow) {
      for await (const event of readConversation(client, attempt.id, true)) {
        context.stdout.write(`${JSON.stringify(event)}\n`);
      }
      return { data: { attempt: attempt.id }, text: '' };
    }
    const log: Buffer[] = [];
    for await (const piece of readAttemptLog(client, attempt.id, false)) log.push(piece);
    const events = await Array.fromAsync(readConversation(client, attempt.id, false));
    return { data: { attempt, log: Buffer.concat(log).toString('utf8'), events }, text: '' };
  });
}
