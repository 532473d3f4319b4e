import { type Decision, DecisionBuilder } from '../decision.ts';
import type { EditProblem } from '../plan_edit.ts';
import type { RunRecord } from '../records.ts';

/** More than these nobody mends at once. */
const TOLD_AT_MOST = 50;

/** An edited plan has mistakes: the run keeps the plan that it has, and people are told what to mend. */
export function refuseEdit(
  run: Pick<RunRecord, 'id'>,
  edit: { readonly body: string; readonly problems: readonly EditProblem[]; readonly by: string },
): Decision<null> {
  const { body, by, problems } = edit;
  return new DecisionBuilder()
    .event({
      run: run.id,
      body: {
        kind: 'plan_edit_refused',
        by,
        body,
        problems: problems.slice(0, TOLD_AT_MOST),
        untold: Math.max(0, problems.length - TOLD_AT_MOST),
      },
    })
    .result(null);
}
