import type { QuestionRecord } from '../../core/question/question_record.ts';
import { index, integer, sql, sqliteTable, text, uniqueIndex } from '../drizzle.ts';
import { json } from './json_column.ts';
import { runs } from './runs.ts';
import { tasks } from './tasks.ts';

/** What people are asked, numbered per run from 1. `task` null: of the whole run. `attempt` is the number of the one that asked, if one did. */
export const questions = sqliteTable(
  'questions',
  {
    id: text('id').primaryKey(),
    run: text('run')
      .notNull()
      .references(() => runs.id, { onDelete: 'cascade' }),
    n: integer('n').notNull(),
    task: text('task').references(() => tasks.id, { onDelete: 'cascade' }),
    attempt: integer('attempt'),
    source: text('source').$type<QuestionRecord['source']>().notNull(),
    text: text('text').notNull(),
    options: json<readonly string[]>('options').notNull(),
    onlyOptions: integer('only_options', { mode: 'boolean' }).notNull(),
    defaultAnswer: text('default_answer'),
    details: text('details'),
    deadlineAt: integer('deadline_at'),
    state: text('state').$type<QuestionRecord['state']>().notNull(),
    askedAt: integer('asked_at').notNull(),
    answer: text('answer'),
    answeredBy: text('answered_by'),
    settledAt: integer('settled_at'),
    remindedAt: integer('reminded_at'),
    /** What makes it the same question as another task's; null: nothing does. */
    sameness: text('sameness'),
    /** The hidden task by which the orchestrator answers it first, or has; null: people are asked. */
    answering: text('answering'),
    /** Why the orchestrator left it to people; null: it did not. */
    passedOn: text('passed_on'),
    /** The orchestrator's answer that a person overruled. */
    overruled: text('overruled'),
  },
  (table) => [
    index('questions_number').on(table.run, table.n),
    uniqueIndex('questions_asked_once').on(table.run, table.n, table.task).where(sql`${table.state} = 'open'`),
    index('questions_of_task').on(table.task, table.n),
    index('questions_open').on(table.run, table.n).where(sql`${table.state} = 'open'`),
    index('questions_answering')
      .on(table.answering)
      .where(sql`${table.answering} IS NOT NULL AND ${table.state} = 'open'`),
    index('questions_due')
      .on(table.deadlineAt)
      .where(sql`${table.state} = 'open' AND ${table.defaultAnswer} IS NOT NULL`),
    index('questions_to_remind')
      .on(table.deadlineAt)
      .where(sql`${table.state} = 'open' AND ${table.defaultAnswer} IS NULL AND ${table.remindedAt} IS NULL`),
    index('questions_shared')
      .on(table.run, table.sameness, table.n)
      .where(sql`${table.state} = 'open' AND ${table.sameness} IS NOT NULL`),
  ],
);
