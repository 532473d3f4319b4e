import { mayBeOverruled } from '../../core/decide/overrule.ts';
import type { Notice } from '../../core/report/notice.ts';
import type { TaskView } from '../../protocol/views.ts';
import type { ViewReader } from '../ports/view_reader.ts';

/** Of so many questions it is looked whether their answer still may be overruled, the newest first. */
const LOOKED_AT = 10;

/** The newest question whose answer is the orchestrator's and not yet in the work of all who asked; null: there is none. */
export async function overrulableAnswer(
  view: Pick<ViewReader, 'questionsByNumber'>,
  run: string,
  {
    notices,
    tasks,
  }: { readonly notices: readonly Notice[]; readonly tasks: readonly Pick<TaskView, 'key' | 'state'>[] },
): Promise<number | null> {
  const numbers = new Set(notices.toReversed().flatMap(({ overrulable }) => overrulable ?? []));
  for (const n of [...numbers].slice(0, LOOKED_AT)) {
    const asked = await view.questionsByNumber(run, n);
    const isOpen = (key: string | null) => tasks.some((task) => task.key === key && !isIn(task));
    if (asked.some((question) => mayBeOverruled(question) && isOpen(question.task))) return n;
  }
  return null;
}

function isIn({ state }: Pick<TaskView, 'state'>): boolean {
  return state === 'in_review' || state === 'succeeded';
}
