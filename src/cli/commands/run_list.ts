import type { Command } from 'commander';
import { ListRunsResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { nothingYet } from '../client/nothing_yet.ts';
import { type ClientOptions, positiveInteger, withClient } from '../options.ts';
import { respond } from '../reply.ts';
import { runLine } from '../text/run_line.ts';

type Options = ClientOptions & { readonly active?: true; readonly name?: string; readonly limit: number };

/** `planwright run list`: runs, newest first. */
export function addRunList(parent: Command, context: CliContext): void {
  const command = parent
    .command('list')
    .description('list runs, newest first')
    .option('--active', 'only those that have not ended')
    .option('--name <name>', 'only those of this plan')
    .option('--limit <count>', 'at most so many', positiveInteger, 50);
  withClient(command).action((options: Options) =>
    respond(context, options.json === true, () =>
      nothingYet({ runs: [] }, () =>
        withConnection(context, options.repo, async ({ client, place }) => {
          const query = {
            limit: String(Math.min(options.limit, 500)),
            ...(options.active ? { active: 'true' as const } : {}),
            ...(options.name === undefined ? {} : { name: options.name }),
          };
          const answer = await answerOf(ListRunsResponse, client.api.v1.runs.$get({ query }));
          const now = Date.now();
          const text = answer.runs.map((run) => runLine(run, now)).join('\n');
          return { data: answer, text: text === '' ? `There is no such run at ${place}.` : text };
        }),
      ),
    ),
  );
}
