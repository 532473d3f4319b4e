import { shortHash } from '../text/short_hash.ts';
import { someKeys } from '../text/some_keys.ts';

/** What is answered to commands about plans that wait for approval, as Markdown. */

/** Somebody approves although nothing waits for that. */
export const NOTHING_TO_APPROVE = 'Nothing here waits for approval.';

/** The same, where the plan has a run. */
export const NOTHING_WAITS_IN_RUN =
  'Nothing waits for approval: the plan has a run already, and the status comment shows how it stands.';

/** Several tasks wait for approval, or an edit of the plan (by its hash) as well, and none was named. */
export function whichToApproveText(keys: readonly string[], edit: string | null): string {
  const also = edit === null ? '' : `, and the edit \`${shortHash(edit)}\` of the plan`;
  return `These wait for approval: ${someKeys(keys)}${also}. Write \`/planwright approve ${keys[0]}\`, for example.`;
}

/** The work of a task that waits now was made after it was approved by name: what was approved is not what would be merged. */
export function madeLaterText(key: string): string {
  return `The work of \`${key}\` that waits now was not there yet when this was written, so nothing was approved. Look at it, then write \`/planwright approve ${key}\` again.`;
}

/** Something was approved without its name, and the only task that waits now was not asked about yet. */
export function notAskedYetText(key: string): string {
  return `\`${key}\` waits for approval only since a moment, and this may not have meant it, so nothing was approved. To let it start: \`/planwright approve ${key}\`.`;
}

/** A plan was approved or withdrawn by somebody else in the same moment. */
export const PLAN_GONE_TEXT = 'The plan does not wait for approval any more, so nothing was changed.';

/** A plan is asked to be run that waits for approval. */
export const WAITS_ALREADY =
  'The plan waits for approval, so nothing was started. My comment shows it: tick its box, or write `/planwright approve`.';

/** A plan is asked for that is being made. */
export const PLANNED_ALREADY =
  'The orchestrator makes a plan of this issue already. My comment shows it once it is there; `/planwright cancel` stops it.';

/** A plan is asked how it stands that waits for approval. */
export function waitsForApprovalText(planHash: string): string {
  return `The plan waits for approval (\`${shortHash(planHash)}\`). My comment shows it: tick its box, or write \`/planwright approve\`.`;
}

/** How to go on with a plan that was made of what its issue does not say any more. */
export function outdatedWaysText(planHash: string): string {
  return `\`/planwright approve ${shortHash(planHash)}\` runs it all the same, with the text that it was made of; \`/planwright run\` goes by what the issue says now.`;
}

/** Why a plan was not approved although one waits; `planHash` is that of the one that waits. */
export function approvalRefusedText(
  why: 'closed' | 'edited' | 'outdated' | 'unseen' | 'other',
  planHash: string,
): string {
  switch (why) {
    case 'closed':
      return 'This issue is closed, so nothing was approved. Reopen it, then approve the plan.';
    case 'edited':
      return `The issue was edited after I showed the plan (\`${shortHash(planHash)}\`), so nothing was approved. My comment shows what it says now: look at it, then approve that.`;
    case 'outdated':
      return `The issue was edited after this plan (\`${shortHash(planHash)}\`) was made of it, so nothing was approved. ${outdatedWaysText(planHash)}`;
    case 'unseen':
      return `The plan was edited just before you approved it, and I had not shown it yet, so nothing was approved. My comment shows it now (\`${shortHash(planHash)}\`): look at it, then approve that.`;
    case 'other':
      return `What waits for approval is \`${shortHash(planHash)}\`, so nothing was approved. My comment shows it: look at it, then approve that.`;
    default:
      return why satisfies never;
  }
}
