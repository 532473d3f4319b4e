import type { TaskView } from '../../protocol/views.ts';
import { keyList } from './progress.ts';
import { questionLink } from './question_link.ts';
import type { RunReport } from './run_report.ts';

/** Questions that are named one by one; the rows of the table have all. */
const MOST_ANSWERS = 2;

/** `` an answer to Q3 of `schema` ``, each question with the tasks that ask it first; those about the whole run come before. */
export function wantedAnswers(report: RunReport, blocked: readonly TaskView[]): readonly string[] {
  const ofRun = report.run.questions.map(({ n }) => [n, null] as const);
  const ofTasks = blocked.flatMap(({ key, questions: [first] }) =>
    first === undefined ? [] : [[first.n, key] as const],
  );
  const byNumber = [...Map.groupBy([...ofRun, ...ofTasks], ([n]) => n)];
  if (byNumber.length === 0 && blocked.length === 0) return [];
  if (ofTasks.length < blocked.length || byNumber.length > MOST_ANSWERS) {
    const named = blocked.length === 0 ? 'the whole plan' : keyList(blocked.map(({ key }) => key));
    return [`an answer for ${named}`];
  }
  const asked = byNumber.map(([n, by]) => {
    const keys = by.flatMap(([, key]) => key ?? []);
    return `${questionLink(report, n)}${keys.length === 0 ? '' : ` of ${keyList(keys)}`}`;
  });
  return [`${asked.length === 1 ? 'an answer' : 'answers'} to ${asked.join(' and ')}`];
}
