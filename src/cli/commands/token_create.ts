import type { Command } from 'commander';
import { CreateRunnerTokenResponse } from '../../protocol/runner_tokens.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withService } from '../client/with_service.ts';
import { type CommonOptions, repeatable, withJson } from '../options.ts';
import { respond } from '../reply.ts';
import { scopeText, unmatchedText } from '../text/token_line.ts';

type Options = CommonOptions & { readonly repository?: readonly string[] };

/** `planwright token create NAME`: makes a token for runners and tells it, once. */
export function addTokenCreate(parent: Command, context: CliContext): void {
  const command = parent
    .command('create')
    .description('make a token for runners; it is shown this once')
    .argument('<name>', 'what it is called from now on: a-z 0-9 . _ -')
    .option(
      '--repository <name>',
      'OWNER/NAME or a glob whose tasks its runners may have; repeat for more',
      repeatable,
    );
  withJson(command).action((name: string, { repository, json: asJson }: Options) =>
    respond(context, asJson === true, () =>
      withService(context, async (client) => {
        const json = { name, ...(repository === undefined ? {} : { repositories: [...repository] }) };
        const made = await answerOf(CreateRunnerTokenResponse, client.api.v1['runner-tokens'].$post({ json }));
        const text = [
          `Token ${made.token.name} for the tasks of ${scopeText(made.token.repositories)}:`,
          `  ${made.secret}`,
          'It is not shown again. Start a runner with it as RUNNER_TOKEN.',
          ...(made.unmatched.length === 0 ? [] : [unmatchedText(made.unmatched)]),
        ];
        return { data: made, text: text.join('\n') };
      }),
    ),
  );
}
