import type { AnsweredQuestion } from '../../protocol/questions.ts';
import { and, desc, eq, getTableColumns, lte, sql } from '../drizzle.ts';
import { questions } from '../schema/questions.ts';
import { select } from './query.ts';

/** The most questions of a run among which a comment may name one. */
const OF_RUN = 500;

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
    source: questions.source,
    text: questions.text,
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

/** Open questions whose deadline has passed without a default to fall back to, and of which nobody was reminded; not those that the orchestrator looks at. */
export const questionsToRemind = select<{ now: number; limit: number }>()({ id: questions.id }, (rows) =>
  rows
    .from(questions)
    .where(
      and(
        sql`${questions.state} = 'open' AND ${questions.defaultAnswer} IS NULL AND ${questions.remindedAt} IS NULL
          AND ${questions.answering} IS NULL`,
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

type Row = ReturnType<ReturnType<typeof questionById>['rowsOf']>[number];

/** What a later attempt is told of a question that is settled. */
export function toAnswered(row: Row): AnsweredQuestion {
  const { n, attempt, source, text, options, details, answer, answeredBy: by, overruled } = row;
  const said = { n, attempt, source, text, options: [...options], details, answer: answer ?? '', by };
  return overruled === null ? said : { ...said, overruled };
}
