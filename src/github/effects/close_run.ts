import { reportMarker } from '../../core/report/markers.ts';
import type { ForgeRequest, Sending } from '../../service/ports/forge.ts';
import { isOutOfReach } from '../clients/github_error.ts';
import { commentOnce } from './comment_once.ts';
import { DONE, type EffectCall, runOf } from './effect_call.ts';

/** Writes the final report, then closes the issues that are open and done with, the plan's own last: what people read first is why. */
export async function closeRun(
  { report, issues, closes }: Extract<ForgeRequest, { kind: 'close_run' }>,
  call: EffectCall,
): Promise<Sending> {
  const { id, issue } = runOf(call);
  if (issue === null) return DONE;
  await commentOnce(call, issue, { text: report, marker: reportMarker(id) });
  if (!closes) return DONE;
  for (const each of [...issues, issue]) await close(call, each);
  return DONE;
}

async function close(call: EffectCall, issue: number): Promise<void> {
  const at = { ...call.named, issue_number: issue };
  try {
    const { data } = await call.octokit.rest.issues.get(at);
    if (data.state === 'open') {
      await call.octokit.rest.issues.update({ ...at, state: 'closed', state_reason: 'completed' });
    }
  } catch (error) {
    if (!isOutOfReach(error)) throw error;
  }
}
