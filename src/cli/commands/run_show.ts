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
import { openQuestions, questionLine } from '../text/question_line.ts';

/** `planwright run show [RUN]`: a run with its tasks, and what they ask. */
export function addRunShow(parent: Command, context: CliContext): void {
  const command = parent
    .command('show')
    .description('show a run, its tasks and what they ask')
    .argument('[run]', 'id, beginning of an id, name of the plan, or OWNER/NAME#ISSUE; default: the newest');
  withClient(command).action((named: string | undefined, options: ClientOptions) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const run = await runOrNewest(client, named);
        const answer = await answerOf(RunResponse, client.api.v1.runs[':run'].$get({ param: { run } }));
        const summary = runSummary(answer, styleFor(context.stdout, context.variables));
        const lines = openQuestions(answer).map((question) => questionLine(context.variables, question, options.repo));
        return { data: answer, text: [summary, ...lines].join('\n') };
      }),
    ),
  );
}
