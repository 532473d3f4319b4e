import type { NewEffect } from '../../core/effects/new_effect.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import { issueLane } from '../../core/run/lanes.ts';

/**
 * Says in the issue how its plan stands that does not run: why it did not start, that it is being made, that it was withdrawn. Without
 * a key: of two texts that wait, the newer must be written last, not left out.
 */
export function showPlan(repository: RepositoryRecord, { number }: IncomingIssue, text: string, id: string): NewEffect {
  return {
    id,
    lane: issueLane(repository.id, number),
    run: null,
    repository: repository.id,
    effect: { kind: 'show_plan', issue: number, text },
  };
}
