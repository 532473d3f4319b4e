import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { isOutOfReach } from '../clients/github_error.ts';
import { DONE, type EffectCall } from './effect_call.ts';

/** Reacts to a comment. GitHub keeps one reaction of a kind for each account, so once more changes nothing. */
export async function react(
  { comment, content }: Extract<ForgeRequest, { kind: 'react' }>,
  { octokit, named }: EffectCall,
): Promise<Sending> {
  try {
    await octokit.rest.reactions.createForIssueComment({ ...named, comment_id: comment, content });
  } catch (error) {
    // The comment was deleted, or its conversation locked.
    if (!isOutOfReach(error)) throw error;
  }
  return DONE;
}
