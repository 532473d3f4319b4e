import type { QuestionView } from '../../protocol/questions.ts';
import type { RunReport } from './run_report.ts';

/** What the texts about one question are made of. */
export type QuestionReport = {
  readonly report: RunReport;
  /** The question, or those of several tasks that ask the same; open ones first, then by asking. Not empty. */
  readonly asked: readonly QuestionView[];
};

/** How all that has one number stands: whoever waits yet speaks for it. */
export function standingOf({ asked }: Pick<QuestionReport, 'asked'>): QuestionView {
  const inOrder = (['open', 'answered', 'expired', 'withdrawn'] as const).map((state) => inState(asked, state)[0]);
  const first = inOrder.find((question) => question !== undefined);
  if (first === undefined) throw new Error('A question without a record is shown.');
  return { ...first, deadlineAt: earliest(inState(asked, first.state)) };
}

/** The keys of the tasks that wait for the answer, or got it; none: it is about the whole run. */
export function askersOf(of: Pick<QuestionReport, 'asked'>): readonly string[] {
  const { state } = standingOf(of);
  return inState(of.asked, state).flatMap(({ task }) => task ?? []);
}

function inState(asked: readonly QuestionView[], state: QuestionView['state']): readonly QuestionView[] {
  return asked.filter((question) => question.state === state);
}

/** The first of the deadlines counts for all. */
function earliest(asked: readonly QuestionView[]): number | null {
  const deadlines = asked.flatMap(({ deadlineAt }) => deadlineAt ?? []);
  return deadlines.length === 0 ? null : Math.min(...deadlines);
}
