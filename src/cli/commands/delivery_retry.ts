import type { Command } from 'commander';
import { counted } from '../../core/text/counted.ts';
import { RetryDeliveriesResponse } from '../../protocol/operator.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { type ClientOptions, withClient } from '../options.ts';
import { respond } from '../reply.ts';

/** `planwright delivery retry`: has webhooks that were given up processed anew. */
export function addDeliveryRetry(parent: Command, context: CliContext): void {
  withClient(
    parent
      .command('retry [id]')
      .description('have a webhook that was given up processed anew; without an id all of them'),
  ).action((id: string | undefined, options: ClientOptions) =>
    respond(context, options.json === true, () =>
      withConnection(context, options.repo, async ({ client }) => {
        const json = id === undefined ? {} : { id };
        const { retried } = await answerOf(RetryDeliveriesResponse, client.api.v1.deliveries.retry.$post({ json }));
        const text =
          retried === 0 ? 'No webhook was given up.' : `${counted(retried, 'webhook')} will be processed anew.`;
        return { data: { retried }, text };
      }),
    ),
  );
}
