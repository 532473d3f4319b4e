import { and, desc, eq, getTableColumns, lte, sql } from 'drizzle-orm';
import { orchestratorsPart } from '../../core/question/orchestrators_part.ts';
import type { AnsweredQuestion, QuestionView } from '../../protocol/questions.ts';
import { questions } from '../schema/questions.ts';
import { tasks } from '../schema/tasks.ts';
import { type Snapshots, select } from './query.ts';

/** The most questions of a run among which a comment may name one. */
const OF_RUN = 500;
/** The most open questions of all active runs that are shown. */
const OPEN_SHOWN = 100;

const columns = getTableColumns(questions);

/** A question. */
export const questionById = select<{ id: string }>()(columns, (rows) =>
  rows.from(questions).where(eq(questions.id, sql.placeholder('id'))),
);

/** What has a number in the run: one question, or those of several tasks that ask the same; open ones first, then by asking. */
export const questionsByNumber = select<{ run: string; n: number }>()(columns, (rows) =>
  rows
    .from(questions)
    .where(and(eq(questions.run, sql.placeholder('run')), eq(questions.n, sql.placeholder('n'))))
    .orderBy(sql`${questions.state} <> 'open'`, questions.askedAt, questions.id),
);

/** How all questions of a run stand, in the order of asking. */
export const questionStandings = select<{ run: string }>()(
  {
    n: questions.n,
    task: questions.task,
    state: questions.state,
    deadlineAt: questions.deadlineAt,
    settledAt: questions.settledAt,
    answering: questions.answering,
  },
  (rows) =>
    rows
      .from(questions)
      .where(eq(questions.run, sql.placeholder('run')))
      .orderBy(questions.n),
);

/** All that a task has asked, in the order of asking. */
export const questionsOfTask = select<{ task: string }>()(columns, (rows) =>
  rows
    .from(questions)
    .where(eq(questions.task, sql.placeholder('task')))
    .orderBy(questions.n),
);

/** The newest questions of a run and its tasks, the newest first. */
export const questionsOfRun = select<{ run: string }>()(columns, (rows) =>
  rows
    .from(questions)
    .where(eq(questions.run, sql.placeholder('run')))
    .orderBy(desc(questions.n))
    .limit(OF_RUN),
);

/** Open questions whose deadline has passed, and which have a default to fall back to. */
export const questionsDue = select<{ now: number; limit: number }>()({ id: questions.id }, (rows) =>
  rows
    .from(questions)
    .where(
      and(
        sql`${questions.state} = 'open' AND ${questions.defaultAnswer} IS NOT NULL`,
        lte(questions.deadlineAt, sql.placeholder('now')),
      ),
    )
    .orderBy(questions.deadlineAt)
    .limit(sql.placeholder('limit')),
);

/** Open questions whose deadline has passed without a default to fall back to, and of which nobody was reminded. */
export const questionsToRemind = select<{ now: number; limit: number }>()({ id: questions.id }, (rows) =>
  rows
    .from(questions)
    .where(
      and(
        sql`${questions.state} = 'open' AND ${questions.defaultAnswer} IS NULL AND ${questions.remindedAt} IS NULL`,
        lte(questions.deadlineAt, sql.placeholder('now')),
      ),
    )
    .orderBy(questions.deadlineAt)
    .limit(sql.placeholder('limit')),
);

/** What the tasks have asked and were answered, in the order of asking. */
export const answeredQuestions = select<{ tasks: string }>()(columns, (rows) =>
  rows
    .from(questions)
    .where(
      sql`${questions.task} IN (SELECT value FROM json_each(${sql.placeholder('tasks')}))
        AND ${questions.state} IN ('answered', 'expired')`,
    )
    .orderBy(questions.n),
);

const shown = { ...columns, key: tasks.key };

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

/** What a later attempt is told of a question that is settled. */
export function toAnswered(row: Row): AnsweredQuestion {
  const { n, attempt, source, text, options, details, answer, answeredBy: by, overruled } = row;
  const said = { n, attempt, source, text, options: [...options], details, answer: answer ?? '', by };
  return overruled === null ? said : { ...said, overruled };
}
