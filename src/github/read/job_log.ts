import { isRefusal } from '../clients/github_error.ts';
import type { RepositoryClient } from '../clients/repository_client.ts';

/** As much of the end of a log as is read, in bytes. */
const TAIL_BYTES = 262_144;
const TIMEOUT_MS = 30_000;

/**
 * The end of what a job printed; empty where it is gone, or the App may not read it. GitHub answers with the address of a store elsewhere,
 * which lets in whoever knows it, so our token is not shown there. What keeps us from reading it keeps nothing else: it only explains.
 */
export async function jobLog({ octokit, named }: RepositoryClient, job: number): Promise<string> {
  const address = await addressOf({ octokit, named }, job);
  if (address === null) return '';
  try {
    const { ok, body } = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    return ok && body !== null ? await tailOf(body) : '';
  } catch {
    return '';
  }
}

async function addressOf(
  { octokit, named }: Pick<RepositoryClient, 'octokit' | 'named'>,
  job: number,
): Promise<string | null> {
  try {
    const request = { missingIsFine: true, givesAddress: true };
    const { headers } = await octokit.rest.actions.downloadJobLogsForWorkflowRun({ ...named, job_id: job, request });
    return headers.location ?? null;
  } catch (error) {
    if (isRefusal(error, 403, 404, 410)) return null;
    throw error;
  }
}

async function tailOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  let tail = Buffer.alloc(0);
  for await (const chunk of body) {
    const all = Buffer.concat([tail, chunk]);
    tail = all.subarray(Math.max(0, all.length - TAIL_BYTES));
  }
  return tail.toString('utf8');
}
