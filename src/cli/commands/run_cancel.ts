import type { Command } from 'commander';
import { runName } from '../../core/text/run_name.ts';
import type { RunView } from '../../protocol/views.ts';
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
      withConnection(context, options.repo, async ({ client, isCarried }) => {
        const run = await runOrNewest(client, named);
        const before = await answerOf(RunAnswer, client.api.v1.runs[':run'].$get({ param: { run } }));
        const how = options.now ? 'immediate' : 'graceful';
        const json = { how, by: person() } as const;
        const answer = await answerOf(RunAnswer, client.api.v1.runs[':run'].cancel.$post({ param: { run }, json }));
        return {
          data: answer,
          text: printable(`${runName(answer.run)} ${standing(before.run, answer.run, isCarried)}.`),
        };
      }),
    ),
  );
}

/** How a run stands behind the order, and what it takes where nobody carries on what is at work in it. */
function standing(before: RunView, { state, canceling }: RunView, isCarried: boolean): string {
  const already = before.canceling || before.state === 'canceled' ? 'was canceled already' : null;
  if (!canceling) return already ?? `is ${state}`;
  const ends = `${already === null ? '' : `${already}, and `}ends as soon as its attempts have`;
  return isCarried ? ends : `${ends}; nobody carries it out, so that the next \`planwright plan run\` here ends it`;
}
