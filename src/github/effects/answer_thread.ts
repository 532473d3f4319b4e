import { threadMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { isOutOfReach, isRefusal } from '../clients/github_error.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';
import { marked } from './marked.ts';

/** Answers a thread of a review, once for each attempt; resolving it is left to people. A thread that is gone needs no answer. */
export async function answerThread(
  { pull, thread, of, attempt, text }: Extract<ForgeRequest, { kind: 'answer_thread' }>,
  call: EffectCall,
): Promise<Sending> {
  const { octokit, named, app } = call;
  const marker = threadMarker(runOf(call).id, of, attempt, thread);
  const where = { ...named, pull_number: pull };
  try {
    const all = await octokit.paginate(octokit.rest.pulls.listReviewComments, { ...where, per_page: 100 });
    const isThere = all.some(({ user, body }) => user.login === app.botLogin && body.trimEnd().endsWith(marker));
    if (isThere) return DONE;
    await octokit.rest.pulls.createReplyForReviewComment({ ...where, comment_id: thread, body: marked(text, marker) });
  } catch (error) {
    if (!isOutOfReach(error) && !isRefusal(error, 422)) throw error;
  }
  return DONE;
}
