import type { Client } from '../../http/client.ts';
import { ListRunsResponse } from '../../protocol/operator.ts';
import { usageError } from '../cli_error.ts';
import { answerOf } from './answer_of.ts';

/**
 * The run that a command is about: the one that was named, else the newest.
 * @throws CliError `not_found` where there is none
 */
export async function runOrNewest(client: Client, named: string | undefined): Promise<string> {
  // It becomes part of a path, and may hold a slash and a number sign: `acme/web#12`.
  if (named !== undefined) return encodeURIComponent(named);
  const { runs } = await answerOf(ListRunsResponse, client.api.v1.runs.$get({ query: { limit: '1' } }));
  const newest = runs[0];
  if (newest === undefined)
    throw usageError('not_found', 'There is no run yet. `planwright plan run FILE` starts one.');
  return newest.id;
}
