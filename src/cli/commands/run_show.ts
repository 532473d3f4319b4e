import type { Command } from 'commander';
import { RunResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { runOrNewest } from '../client/newest_run.ts';
import { type ClientOptions, withClient } from '../options.ts';
import { runSummary } from '../progress/summary.ts';
import { respond } from '../reply.ts';
import { styleFor } from '../terminal/style.ts';

/** `planwright run show [RUN]`: a run with its tasks. */
export function addRunShow(parent: Command, context: CliContext): void {
  const command = parent
    .command('show')
    .description('show a run and its tasks')
    .argument('[run]', 'id, beginning of an id, name of the plan, or OWNER/NAME#ISSUE; default: the newest');
  withClient(command).action((named: string | undefined, options: ClientOptions) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const run = await runOrNewest(client, named);
        const answer = await answerOf(RunResponse, client.api.v1.runs[':run'].$get({ param: { run } }));
        return { data: answer, text: runSummary(answer, styleFor(context.stdout, context.variables)) };
      }),
    ),
  );
}
