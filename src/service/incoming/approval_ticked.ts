import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { approvedHash } from '../../core/report/approval_line.ts';
import type { Marker } from '../../core/report/markers.ts';
import { approvePlan } from './approve_plan.ts';
import { type Handled, ignored, SETTLED, settling } from './handled.ts';
import { mayCommand, type Occasion, settingsOf } from './occasion.ts';
import { showAsItIs } from './waiting_plan.ts';

/**
 * Somebody edited our comment that shows a plan: a tick of its box approves the plan whose hash stands beside the box. Where that is
 * not what waits, or not what the issue says any more, the comment shows what is so now, without a tick.
 */
export async function handleApprovalTick(
  occasion: Occasion,
  { issue, comment }: Extract<IncomingBody, { kind: 'comment' }>,
  marker: Extract<Marker, { kind: 'plan' }>,
): Promise<Handled> {
  const hash = approvedHash(comment.body);
  if (hash === null || hash === approvedHash(comment.before ?? '')) return ignored('No box was ticked in it.');
  if (marker.issue !== issue.number || issue.isPull) return ignored('It shows no plan of this issue.');
  const settings = await settingsOf(occasion);
  if (!(await mayCommand(occasion, settings))) return ignored('Its sender may not command here.');
  const at = Math.max(issue.updatedAt, comment.updatedAt);
  const approved = await approvePlan(occasion, { issue, hash, at }, [settling(occasion, 'The plan was approved.')]);
  switch (approved.kind) {
    case 'approved':
      return SETTLED;
    case 'nothing_waits':
      return ignored('No plan of the issue waits for approval.');
    case 'runs_already':
      return ignored('The plan runs already.');
    case 'closed':
      return ignored('The issue is closed.');
    case 'edited':
    case 'unseen':
    case 'other': {
      const also = [settling(occasion, 'What was ticked is not what waits, which is shown again.')];
      const { kind } = await showAsItIs(occasion, { issue, settings }, also);
      return kind === 'proposed' || kind === 'told'
        ? SETTLED
        : ignored('Newer news of the issue were acted upon before.');
    }
    default:
      return approved satisfies never;
  }
}
