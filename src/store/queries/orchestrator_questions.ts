import type { OrchestratorQuestion } from '../../core/orchestrator_question.ts';
import { eq, getTableColumns, sql } from '../drizzle.ts';
import { questions } from '../schema/questions.ts';
import { tasks } from '../schema/tasks.ts';
import { isSeen } from './hidden.ts';
import { type Snapshots, select } from './query.ts';
import { toAnswered } from './questions.ts';

const TASKS_LIMIT = 500;
const ANSWERED_LIMIT = 50;

const columns = getTableColumns(questions);

/** What is open in a run and the same. */
export const openAlike = select<{ run: string; sameness: string }>()({ id: questions.id }, (rows) =>
  rows
    .from(questions)
    .where(
      sql`${questions.run} = ${sql.placeholder('run')} AND ${questions.state} = 'open' AND ${questions.sameness} IS NOT NULL
        AND ${questions.sameness} = ${sql.placeholder('sameness')}`,
    )
    .limit(1),
);

/** The question that a hidden task has: the first, where several tasks ask it. */
export const questionOfHidden = select<{ task: string }>()(columns, (rows) =>
  rows
    .from(questions)
    .where(sql`${questions.answering} = ${sql.placeholder('task')} AND ${questions.state} = 'open'`)
    .orderBy(questions.askedAt, questions.id)
    .limit(1),
);

const askedOfHidden = select<{ task: string }>()({ question: columns, asker: tasks.key }, (rows) =>
  rows
    .from(questions)
    .innerJoin(tasks, eq(tasks.id, questions.task))
    .where(sql`${questions.answering} = ${sql.placeholder('task')} AND ${questions.state} = 'open'`)
    .orderBy(questions.askedAt, questions.id)
    .limit(1),
);

const results = select<{ run: string }>()(
  {
    key: tasks.key,
    title: tasks.title,
    instructions: sql<string>`${tasks.spec} ->> '$.instructions'`,
    state: tasks.state,
    summary: tasks.summary,
    outputs: tasks.outputs,
  },
  (rows) =>
    rows
      .from(tasks)
      .where(sql`${tasks.run} = ${sql.placeholder('run')} AND ${isSeen}`)
      .orderBy(tasks.position)
      .limit(TASKS_LIMIT),
);

const answeredOfRun = select<{ run: string }>()(columns, (rows) =>
  rows
    .from(questions)
    .where(sql`${questions.run} = ${sql.placeholder('run')} AND ${questions.state} IN ('answered', 'expired')`)
    .orderBy(sql`${questions.n} DESC`)
    .limit(ANSWERED_LIMIT),
);

/** What the orchestrator is told of the question that it looks at by this hidden task; null: it has none any more. */
export async function orchestratorQuestion(
  read: Snapshots,
  { id, run }: { readonly id: string; readonly run: string },
): Promise<OrchestratorQuestion | null> {
  const [[found], all, answered] = await read.all(
    askedOfHidden({ task: id }),
    results({ run }),
    answeredOfRun({ run }),
  );
  if (found === undefined) return null;
  return { ...found, tasks: all, answered: answered.toReversed().map(toAnswered) };
}
