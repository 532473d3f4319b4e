import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { isRefusal } from '../clients/github_error.ts';
import { type EffectCall, runOf } from './effect_call.ts';
import { showCheck } from './show_check.ts';

type ShowQuestionCheck = Extract<ForgeRequest, { kind: 'show_question_check' }>;

/** Brings the check of a task that waits for a person up to date. At a commit that is not there (any more) it shows nothing. */
export async function showQuestionCheck(
  { task, commit, check, settles, standing }: ShowQuestionCheck,
  call: EffectCall,
): Promise<Sending> {
  try {
    await showCheck(call, { commit, since: null }, check, settles ? 'action_required' : undefined);
  } catch (error) {
    if (!isRefusal(error, 403, 404, 422)) throw error;
  }
  const shown = { subject: runOf(call).id, what: `check:${task}`, number: null, digest: standing } as const;
  return { answer: { kind: 'done' }, shown: [shown] };
}
