import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import type { TaskSlice } from '../slices.ts';
import { cancelReason } from './cancel_reason.ts';
import { endTaskBadly } from './end_task.ts';

/**
 * Ends offered work of a run that is being canceled: what holds it up, a review or a check, is not waited for any more. Work that is
 * about to be published or merged is not meant; that comes to its end by itself. Needs all dependents in the slice.
 */
export function endOffered(slice: TaskSlice, around: Surroundings): Decision<null> {
  const canceled = slice.run.cancel === null ? null : cancelReason(slice);
  if (canceled === null || slice.task.state !== 'in_review') return nothing(null);
  const builder = new DecisionBuilder();
  endTaskBadly(builder, slice, 'cancel', canceled, around.now);
  return builder.result(null);
}
