import { isOutOfReach } from '../clients/github_error.ts';
import { carrying, ownComments } from '../read/comments.ts';
import type { EffectCall } from './effect_call.ts';
import { marked } from './marked.ts';

/** Writes a comment unless one with its marker stands there. Says false where the issue is gone or locked. */
export async function commentOnce(
  call: Pick<EffectCall, 'octokit' | 'named' | 'app'>,
  issue: number,
  comment: { readonly text: string; readonly marker: string },
): Promise<boolean> {
  const { octokit, named } = call;
  const comments = await ownComments(call, issue);
  if (comments === null) return false;
  if (carrying(comments, comment.marker) !== undefined) return true;
  try {
    const body = marked(comment.text, comment.marker);
    await octokit.rest.issues.createComment({ ...named, issue_number: issue, body });
    return true;
  } catch (error) {
    if (isOutOfReach(error)) return false;
    throw error;
  }
}
