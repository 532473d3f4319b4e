import { createClient } from '../../http/client.ts';
import { StatusResponse } from '../../protocol/operator.ts';
import { readOwner } from '../../store/client/owner_lock.ts';
import type { CliContext } from '../cli_context.ts';
import { answerOf } from '../client/answer_of.ts';
import { withConnection } from '../client/connect.ts';
import { databaseFileOf } from '../client/own_database.ts';

/** The service that a context means. */
export type FoundService =
  | { readonly kind: 'found'; readonly place: string; readonly status: StatusResponse }
  /** Nobody says where one is, and none runs on the database here. */
  | { readonly kind: 'none' };

const TIMEOUT_MS = 10_000;

/**
 * Asks the service of `PLANWRIGHT_URL` how it stands; where none is named, the one that owns the database file here.
 * @throws CliError where it does not answer, or refuses; EnvironmentError
 */
export async function findService(context: CliContext): Promise<FoundService> {
  const init = { init: { signal: AbortSignal.timeout(TIMEOUT_MS) } };
  const named = context.variables.PLANWRIGHT_URL;
  if (named !== undefined && named.trim() !== '') {
    return await withConnection(context, undefined, async ({ client, place }) => ({
      kind: 'found',
      place,
      status: await answerOf(StatusResponse, client.api.v1.status.$get({}, init)),
    }));
  }
  const file = databaseFileOf(context);
  const owner = file === undefined ? undefined : await readOwner(file);
  if (owner === undefined || owner.address === '') return { kind: 'none' };
  const client = createClient(owner.address, owner.token);
  const status = await answerOf(StatusResponse, client.api.v1.status.$get({}, init));
  return { kind: 'found', place: owner.address, status };
}
