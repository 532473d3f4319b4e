import { type Decision, DecisionBuilder, nothing, type Surroundings } from '../decision.ts';
import { type CheckFinding, checkKey, type FindingRecord } from '../finding/finding_record.ts';
import { whyStuck } from '../finding/why_stuck.ts';
import { taskLane } from '../run/lanes.ts';
import type { TaskSlice } from '../slices.ts';
import { mergeUnlessKept } from './merge_unless_kept.ts';
import { noteFindings } from './note_findings.ts';
import { seen } from './notice.ts';
import { setTask } from './set_task.ts';

/**
 * A required check failed. The first time on a commit it is run once more, before an agent is paid for it; the second time an attempt
 * follows. Whether the same failure comes again after an attempt is seen when one is about to begin.
 */
export function requiredCheckFailed(
  slice: TaskSlice,
  findings: readonly FindingRecord[],
  check: CheckFinding,
  around: Surroundings,
): Decision<null> {
  const { task, run } = slice;
  // Replaced since: nobody would hear of it again, so that it would hold the work up for good.
  if (check.commit !== task.commit && check.commit !== run.integrationHead) return nothing(null);
  const known = findings.find(({ key }) => key === checkKey(check));
  if (known === undefined) return runAgain(slice, findings, check, around);
  if (known.state !== 'held' || known.content.kind !== 'check' || isSameRun(known.content, check)) return nothing(null);
  const builder = new DecisionBuilder();
  const failedNow = findings.map((each) =>
    each === known ? { ...known, state: 'open' as const, content: check } : each,
  );
  const isStuck = whyStuck(failedNow, task.spec.settings) !== null;
  const next = isStuck ? 'people are asked whether to go on' : 'a further attempt follows';
  const what = `The check \`${check.name}\` of \`${task.key}\` failed twice; ${next}.`;
  builder.change({ kind: 'open_check', finding: known.id, content: check, dueAt: around.now });
  return builder.event(seen(run, what, task)).result(null);
}

function isSameRun(known: CheckFinding, check: CheckFinding): boolean {
  return known.checkRun === check.checkRun && known.completedAt === check.completedAt;
}

function runAgain(
  slice: TaskSlice,
  findings: readonly FindingRecord[],
  check: CheckFinding,
  around: Surroundings,
): Decision<null> {
  const { task, run } = slice;
  const notice = `The check \`${check.name}\` of \`${task.key}\` failed; it is run once more.`;
  const noted = noteFindings(slice, findings, { contents: [check], state: 'held', waitMs: 0, notice }, around);
  if (noted.changes.length === 0) return noted;
  const { name, app, checkRun, commit } = check;
  const effect = { kind: 'rerun_check', task: task.id, name, app, checkRun, commit } as const;
  return {
    ...noted,
    effects: [
      ...noted.effects,
      { id: around.newId(), run: run.id, lane: `check:${checkRun}:${taskLane(task.id)}`, effect },
    ],
  };
}

/** A required check passed: where it had failed before, that counts no more. Work that waited for nothing else is merged. */
export function requiredCheckPassed(
  slice: TaskSlice,
  findings: readonly FindingRecord[],
  input: { readonly key: string; readonly isWholeGreen: boolean },
  around: Surroundings,
): Decision<null> {
  const { task } = slice;
  const held = findings.find(
    ({ key, state, content }) => key === input.key && state === 'held' && content.kind === 'check',
  );
  const isNews = input.isWholeGreen && task.state === 'in_review' && task.checked !== task.commit;
  if (held === undefined && !isNews) return nothing(null);
  const builder = new DecisionBuilder();
  if (held !== undefined) builder.change({ kind: 'move_findings', findings: [held.id], from: 'held', to: 'dropped' });
  const checked = isNews ? task.commit : task.checked;
  if (isNews) {
    const set = { checked, reason: null };
    builder.change(setTask(task, set));
  }
  const others = findings.filter((finding) => finding !== held);
  mergeUnlessKept(builder, { ...slice, task: { ...task, checked } }, others, around);
  return builder.result(null);
}
