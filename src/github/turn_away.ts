import type { Octokit } from '@octokit/rest';
import { replyMarker } from '../core/report/markers.ts';
import { NotNowError } from '../service/ports/forge.ts';
import { isOutOfReach } from './clients/github_error.ts';
import type { OwnApp } from './clients/own_app.ts';
import { commentOnce } from './effects/comment_once.ts';

/**
 * Shows somebody who may not command that they may not: a reaction, and then a line where there is one, each at most once
 * for a comment. Neither waits long for its turn: where others write, the reaction is left out and so is the line; where
 * another write comes in between, the line alone. Says whether the reaction stands, whatever became of the line.
 *
 * @param client may write to issues, and does not wait for its turn; for the line it waits for the turn after its own.
 */
export async function turnAway(
  client: { readonly octokit: Octokit; readonly next: Octokit; readonly owner: string; readonly repo: string },
  app: OwnApp,
  { issue, comment, line }: { readonly issue: number; readonly comment: number; readonly line: string | null },
): Promise<boolean> {
  const { octokit, next, owner, repo } = client;
  const named = { owner, repo };
  const reacted = await unlessLeftOut(async () => {
    await octokit.rest.reactions.createForIssueComment({ ...named, comment_id: comment, content: '-1' });
  });
  if (!reacted || line === null) return reacted;
  await unlessLeftOut(async () => {
    await commentOnce({ octokit: next, named, app }, issue, { text: line, marker: replyMarker(comment) });
  });
  return true;
}

/** Whether it was written: it is not where there is no turn, or nobody to be told (the comment deleted, its conversation locked). */
async function unlessLeftOut(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof NotNowError || isOutOfReach(error)) return false;
    throw error;
  }
}
