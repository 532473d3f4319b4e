import type { TaskView } from '../../protocol/views.ts';
import { FREE_SLOT } from '../schedule/waits_for.ts';
import { shortCommit } from '../text/short_commit.ts';
import { inlineText } from './inline_text.ts';
import { keyList } from './progress.ts';

const TEXT_LIMIT = 200;
/** Different reasons that are told; the rows of the table tell all. */
const MOST_REASONS = 3;

/** What ready tasks wait for, one sentence for each thing; those that only wait for a free slot are not worth a line. */
export function waitingLines(tasks: readonly TaskView[]): readonly string[] {
  const waiting = tasks.filter(
    (task) => task.state === 'ready' && task.waitsFor !== null && task.waitsFor !== FREE_SLOT,
  );
  const byThing = Map.groupBy(waiting, (task) => task.waitsFor ?? '');
  return [...byThing].slice(0, MOST_REASONS).map(([thing, those]) => {
    const verb = those.length === 1 ? 'waits' : 'wait';
    return `${keyList(those.map((task) => task.key))} ${verb} for ${inlineText(thing, TEXT_LIMIT)}.`;
  });
}

/** Whether verified work waits for checks of its repository alone: nothing of Planwright moves it, and no answer. */
export function awaitsChecks({
  state,
  reason,
  takenBy,
  questions,
}: Pick<TaskView, 'state' | 'reason' | 'takenBy' | 'questions'>): boolean {
  return state === 'in_review' && takenBy === null && reason?.code === 'checks_awaited' && questions.length === 0;
}

/** `` `parser` waits for the check `build` to pass on `9e493b1`. ``: which work waits for what, one sentence for each task. */
export function checkLines(tasks: readonly TaskView[]): readonly string[] {
  return tasks
    .filter(awaitsChecks)
    .slice(0, MOST_REASONS)
    .map(({ key, reason, commit }) => {
      const on = commit === null ? '' : ` to pass on \`${shortCommit(commit)}\``;
      return `\`${key}\` ${inlineText(reason?.message ?? '', TEXT_LIMIT)}${on}.`;
    });
}
