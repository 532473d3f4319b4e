import type { DecisionBuilder, Surroundings } from '../decision.ts';
import type { FindingRecord } from '../finding/finding_record.ts';
import { LEAVE_IT, TRY_AGAIN } from '../question/progress_answers.ts';
import type { TaskSlice } from '../slices.ts';
import { openQuestion } from './open_question.ts';

/** Further attempts lead nowhere, so a person says whether another is made; what was found waits for that. */
export function askWhetherToGoOn(
  builder: DecisionBuilder,
  { task, run }: TaskSlice,
  { findings, stuck }: { readonly findings: readonly FindingRecord[]; readonly stuck: string },
  around: Surroundings,
): void {
  const open = findings.filter(({ state }) => state === 'open').map(({ id }) => id);
  builder.change({ kind: 'move_findings', findings: open, from: 'open', to: 'held' });
  const what = task.mergeCommit === null ? 'is merged as it is' : 'stays as it is';
  const text = `\`${task.key}\` makes no progress: ${stuck}. Is another attempt to be made? Words of your own are told the agent; with \`${LEAVE_IT}\` the work ${what}.`;
  const asked = { source: 'no_progress', text, options: [TRY_AGAIN, LEAVE_IT], onlyOptions: false } as const;
  openQuestion(
    builder,
    { run: run.id, task: task.id, attempt: null },
    { id: around.newId(), ...asked, options: [...asked.options] },
    around.now,
  );
}
