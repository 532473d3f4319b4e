import { orchestratorsPart } from '../../core/question/orchestrators_part.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import { and, eq, getTableColumns, sql } from '../drizzle.ts';
import { questions } from '../schema/questions.ts';
import { tasks } from '../schema/tasks.ts';
import { type Snapshots, select } from './query.ts';
import type { questionById } from './questions.ts';

/** The most open questions of all active runs that are shown. */
const OPEN_SHOWN = 100;

const shown = { ...getTableColumns(questions), key: tasks.key };

/** Open questions of a run, in the order of asking; also those about the whole of it. */
export const openQuestionsOfRun = select<{ run: string }>()(shown, (rows) =>
  rows
    .from(questions)
    .leftJoin(tasks, eq(tasks.id, questions.task))
    .where(sql`${questions.run} = ${sql.placeholder('run')} AND ${questions.state} = 'open'`)
    .orderBy(questions.n),
);

const shownOfTask = select<{ task: string }>()(shown, (rows) =>
  rows
    .from(questions)
    .innerJoin(tasks, eq(tasks.id, questions.task))
    .where(eq(questions.task, sql.placeholder('task')))
    .orderBy(questions.n),
);

const shownById = select<{ id: string }>()(shown, (rows) =>
  rows
    .from(questions)
    .leftJoin(tasks, eq(tasks.id, questions.task))
    .where(eq(questions.id, sql.placeholder('id'))),
);

const shownByNumber = select<{ run: string; n: number }>()(shown, (rows) =>
  rows
    .from(questions)
    .leftJoin(tasks, eq(tasks.id, questions.task))
    .where(and(eq(questions.run, sql.placeholder('run')), eq(questions.n, sql.placeholder('n'))))
    .orderBy(sql`${questions.state} <> 'open'`, questions.askedAt, questions.id),
);

const openQuestions = select<{ limit: number }>()(shown, (rows) =>
  rows
    .from(questions)
    .leftJoin(tasks, eq(tasks.id, questions.task))
    .where(sql`${questions.state} = 'open'`)
    .orderBy(questions.run, questions.n)
    .limit(sql.placeholder('limit')),
);

type Row = ReturnType<ReturnType<typeof questionById>['rowsOf']>[number];

/** A question as people see it; null: there is none of that id. */
export async function questionView(read: Snapshots, id: string): Promise<QuestionView | null> {
  const row = await read.first(shownById({ id }));
  return row === null ? null : toQuestionView(row);
}

/** What has a number in the run, as people see it; open ones first, then by asking. */
export async function questionViewsByNumber(read: Snapshots, run: string, n: number): Promise<readonly QuestionView[]> {
  return (await read.all(shownByNumber({ run, n })))[0].map(toQuestionView);
}

/** What a task has asked, as people see it. */
export async function questionViews(read: Snapshots, task: string): Promise<readonly QuestionView[]> {
  return (await read.all(shownOfTask({ task })))[0].map(toQuestionView);
}

/** What is open in all runs, with the id of its run. */
export async function openQuestionViews(
  read: Snapshots,
): Promise<readonly { readonly run: string; readonly question: QuestionView }[]> {
  const [rows] = await read.all(openQuestions({ limit: OPEN_SHOWN }));
  return rows.map((row) => ({ run: row.run, question: toQuestionView(row) }));
}

/** A question as people see it. */
export function toQuestionView(row: Row & { readonly key: string | null }): QuestionView {
  const { n, key, attempt, source, text, options, onlyOptions, defaultAnswer, details, state } = row;
  const { askedAt, deadlineAt, answer, answeredBy, settledAt } = row;
  const said = { n, task: key, attempt, source, text, options: [...options], onlyOptions, default: defaultAnswer };
  return { ...said, details, state, askedAt, deadlineAt, answer, answeredBy, settledAt, ...orchestratorsPart(row) };
}
