import type { Command } from 'commander';
import { ListRunnerTokensResponse } from '../../protocol/runner_tokens.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withService } from '../client/with_service.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';
import { tokenLine } from '../text/token_line.ts';

/** `planwright token list`: the tokens of runners, never their texts. */
export function addTokenList(parent: Command, context: CliContext): void {
  withJson(parent.command('list').description('list the tokens of runners')).action(({ json }: CommonOptions) =>
    respond(context, json === true, () =>
      withService(context, async (client) => {
        const found = await answerOf(ListRunnerTokensResponse, client.api.v1['runner-tokens'].$get());
        const none = 'There is no token but the RUNNER_TOKEN of the service. `planwright token create NAME` makes one.';
        return { data: found, text: found.tokens.length === 0 ? none : found.tokens.map(tokenLine).join('\n') };
      }),
    ),
  );
}
