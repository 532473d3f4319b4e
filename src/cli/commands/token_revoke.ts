import type { Command } from 'commander';
import { RevokeRunnerTokenResponse } from '../../protocol/runner_tokens.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withService } from '../client/with_service.ts';
import { type CommonOptions, withJson } from '../options.ts';
import { respond } from '../reply.ts';

/** `planwright token revoke NAME`: from now on the token opens nothing. */
export function addTokenRevoke(parent: Command, context: CliContext): void {
  const command = parent
    .command('revoke')
    .description('have a token open nothing any more')
    .argument('<name>', 'as `planwright token list` shows it');
  withJson(command).action((name: string, { json }: CommonOptions) =>
    respond(context, json === true, () =>
      withService(context, async (client) => {
        const param = { name: encodeURIComponent(name) };
        const answer = await answerOf(
          RevokeRunnerTokenResponse,
          client.api.v1['runner-tokens'][':name'].revoke.$post({ param }),
        );
        const text = [
          `${answer.token.name} is revoked: its runners are refused from now on, and their tasks go to others when the leases end.`,
          "What a runner got from GitHub before, for one repository's contents, is good for an hour at most.",
        ];
        return { data: answer, text: text.join('\n') };
      }),
    ),
  );
}
