import type { Command } from 'commander';
import { runName } from '../../core/text/run_name.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { person } from '../client/person.ts';
import { RunAnswer } from '../client/run_answer.ts';
import { type ClientOptions, withClient } from '../options.ts';
import { respond } from '../reply.ts';
import { printable } from '../terminal/printable.ts';

type Options = ClientOptions & { readonly now?: true };

/** `planwright run cancel [RUN]`: ends a run; work that was done is kept. */
export function addRunCancel(parent: Command, context: CliContext): void {
  const command = parent
    .command('cancel')
    .description('end a run; what is merged and what attempts have done so far is kept')
    .argument('[run]', 'id, beginning of an id, name of the plan, or OWNER/NAME#ISSUE; default: the newest')
    .option('--now', 'end agents at once, without time to finish what they are at');
  withClient(command).action((named: string | undefined, options: Options) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const run = await runOrNewest(client, named);
        const how = options.now ? 'immediate' : 'graceful';
        const json = { how, by: person() } as const;
        const answer = await answerOf(RunAnswer, client.api.v1.runs[':run'].cancel.$post({ param: { run }, json }));
        const state = answer.run.canceling ? 'ends as soon as its attempts have' : `is ${answer.run.state}`;
        return { data: answer, text: printable(`${runName(answer.run)} ${state}.`) };
      }),
    ),
  );
}
