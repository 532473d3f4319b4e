import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { type FindingRecord, isPending } from '../finding/finding_record.ts';
import type { TaskSlice } from '../slices.ts';
import { mergeUnlessKept } from './merge_unless_kept.ts';

/**
 * Nothing is to be done any more about these findings of a task, unless an attempt was told of them. Work that waited for
 * nothing else is merged.
 */
export function dropFindings(
  slice: TaskSlice,
  findings: readonly FindingRecord[],
  isMeant: (finding: FindingRecord) => boolean,
  around: Surroundings,
): Decision<null> {
  const dropped = findings.filter((finding) => isPending(finding) && finding.attempt === null && isMeant(finding));
  if (dropped.length === 0) return nothing(null);
  const builder = new DecisionBuilder();
  for (const { id, state } of dropped) {
    builder.change({ kind: 'move_findings', findings: [id], from: state, to: 'dropped' });
  }
  mergeUnlessKept(
    builder,
    slice,
    findings.filter((finding) => !dropped.includes(finding)),
    around,
  );
  return builder.result(null);
}
