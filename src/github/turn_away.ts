import type { Octokit } from '@octokit/rest';
import { replyMarker } from '../core/report/markers.ts';
import { NotNowError } from '../service/ports/forge.ts';
import type { OwnApp } from './clients/effect_call.ts';
import { isOutOfReach } from './clients/github_error.ts';
import { commentOnce } from './effects/comment_once.ts';

/**
 * Shows somebody who may not command that they may not: a reaction, and a line where there is one, each at most once for a
 * comment. Nothing here waits for its turn: where others write, it is left out. Says whether the reaction stands.
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
  try {
    await octokit.rest.reactions.createForIssueComment({ ...named, comment_id: comment, content: '-1' });
    if (line !== null) {
      await commentOnce({ octokit: next, named, app }, issue, { text: line, marker: replyMarker(comment) });
    }
    return true;
  } catch (error) {
    // The comment was deleted, or its conversation locked: there is nobody to be told, and nothing to try again.
    if (error instanceof NotNowError || isOutOfReach(error)) return false;
    throw error;
  }
}
