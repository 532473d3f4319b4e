import type { QuestionView } from '../../protocol/questions.ts';
import type { TaskView } from '../../protocol/views.ts';
import { isForPeople } from '../question/orchestrators_part.ts';
import { keyList } from './progress.ts';
import { questionLink } from './question_link.ts';
import type { RunReport } from './run_report.ts';

/** Questions that are named one by one; the rows of the table have all. */
const MOST_ANSWERS = 2;

/** `` an answer to Q3 of `schema` ``, each question with the tasks that ask it first; those about the whole run come before. */
export function wantedAnswers(report: RunReport, blocked: readonly TaskView[]): readonly string[] {
  const ofRun = report.run.questions.filter((question) => !isTold(report, question)).map(({ n }) => [n, null] as const);
  const asking = blocked.filter(({ questions }) => questions.length === 0 || questions.some(isForPeople));
  const ofTasks = asking.flatMap(({ key, questions }) => {
    const first = questions.find(isForPeople);
    return first === undefined ? [] : [[first.n, key] as const];
  });
  const byNumber = [...Map.groupBy([...ofRun, ...ofTasks], ([n]) => n)];
  if (byNumber.length === 0 && asking.length === 0) return [];
  if (ofTasks.length < asking.length || byNumber.length > MOST_ANSWERS) {
    const plan = ofRun.length === 0 ? [] : ['the whole plan'];
    return [
      `an answer for ${[...plan, ...(asking.length === 0 ? [] : [keyList(asking.map(({ key }) => key))])].join(' and for ')}`,
    ];
  }
  const asked = byNumber.map(([n, by]) => {
    const keys = by.flatMap(([, key]) => key ?? []);
    return `${questionLink(report, n)}${keys.length === 0 ? '' : ` of ${keyList(keys)}`}`;
  });
  return [`${asked.length === 1 ? 'an answer' : 'answers'} to ${asked.join(' and ')}`];
}

/** That more budget is wanted is said by itself, with how it is given. */
function isTold({ run }: RunReport, { source }: QuestionView): boolean {
  return source === 'budget' && run.budget?.stage === 'spent';
}
