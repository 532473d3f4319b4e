import type { Slot } from '../../protocol/slot.ts';
import type { ViewReader } from '../../service/ports/view_reader.ts';
import { and, asc, count, desc, eq, getTableColumns, gt, sql } from '../drizzle.ts';
import { deliveries } from '../schema/deliveries.ts';
import { events } from '../schema/events.ts';
import { outbox } from '../schema/outbox.ts';
import { repositories } from '../schema/repositories.ts';
import { runners } from '../schema/runners.ts';
import { attemptViews } from './attempt_views.ts';
import { openBreakers, seenBreaker } from './breakers.ts';
import { isRevoked } from './is_revoked.ts';
import { notices } from './notices.ts';
import { type Snapshots, select } from './query.ts';
import { openQuestionViews, questionView, questionViews, questionViewsByNumber } from './question_views.ts';
import { findRunView, runViews } from './run_views.ts';
import { taskViews } from './task_views.ts';
import { usedByRepositories } from './usage_sums.ts';

/** The most dead effects, and deliveries, that are shown, newest first. */
const DEAD_LIMIT = 100;

/** Keys of hidden tasks begin with what no id of a plan begins with. */
const ofSeenTask = sql`coalesce(substr(${events.task}, 1, 1), '') <> '_'`;

const eventsAfter = select<{ run: string; after: number; limit: number }>()(getTableColumns(events), (rows) =>
  rows
    .from(events)
    .where(and(eq(events.run, sql.placeholder('run')), gt(events.seq, sql.placeholder('after')), ofSeenTask))
    .orderBy(asc(events.seq))
    .limit(sql.placeholder('limit')),
);

/** Live attempts of a runner in its slots of one kind. */
function liveIn(slot: Slot) {
  return sql<number>`(SELECT count(*) FROM attempts CROSS JOIN tasks ON tasks.id = attempts.task
      WHERE attempts.runner = runners.id AND attempts.state IN ('leased', 'running') AND tasks.slot = ${sql.raw(`'${slot}'`)})`;
}

const allRunners = select<Record<string, never>>()(
  {
    ...getTableColumns(runners),
    busy: liveIn('task'),
    orchestrating: liveIn('orchestrator'),
    revoked: isRevoked,
  },
  (rows) => rows.from(runners).orderBy(asc(runners.name), asc(runners.id)),
);

const repositoryNames = select<{ limit: number }>()({ name: repositories.name }, (rows) =>
  rows.from(repositories).orderBy(asc(repositories.name)).limit(sql.placeholder('limit')),
);

const waitingEffects = select<Record<string, never>>()({ waiting: count() }, (rows) =>
  rows.from(outbox).where(sql`${outbox.state} = 'waiting'`),
);

const deadEffects = select<{ limit: number }>()({ run: outbox.run, kind: outbox.kind, answer: outbox.answer }, (rows) =>
  rows
    .from(outbox)
    .where(sql`${outbox.state} = 'dead'`)
    .orderBy(desc(outbox.settledAt), desc(outbox.position))
    .limit(sql.placeholder('limit')),
);

const waitingDeliveries = select<Record<string, never>>()(
  { waiting: count(), failing: count(deliveries.error) },
  (rows) => rows.from(deliveries).where(sql`${deliveries.state} = 'waiting'`),
);

const deadDeliveries = select<{ limit: number }>()(
  { id: deliveries.id, event: deliveries.event, receivedAt: deliveries.receivedAt, error: deliveries.error },
  (rows) =>
    rows
      .from(deliveries)
      .where(sql`${deliveries.state} = 'dead'`)
      .orderBy(desc(deliveries.settledAt), desc(deliveries.position))
      .limit(sql.placeholder('limit')),
);

/** Snapshots for people: each is read in one transaction. */
export function createViewReader(read: Snapshots): ViewReader {
  return {
    runs: (query) => runViews(read, query),
    findRun: (idOrName) => findRunView(read, idOrName),
    tasks: (run, now) => taskViews(read, run, now),
    attempts: (run, task) => attemptViews(read, run, task),
    question: (id) => questionView(read, id),
    questionsByNumber: (run, n) => questionViewsByNumber(read, run, n),
    questions: (task) => questionViews(read, task),
    openQuestions: () => openQuestionViews(read),
    events: async (run, after, limit) => (await read.all(eventsAfter({ run, after, limit })))[0],
    notices: (run, limit) => notices(read, run, limit),
    deliveries: async () => {
      const [[waiting], dead] = await read.all(waitingDeliveries({}), deadDeliveries({ limit: DEAD_LIMIT }));
      return {
        waiting: waiting?.waiting ?? 0,
        failing: waiting?.failing ?? 0,
        dead: dead.map(({ error, ...delivery }) => ({ ...delivery, message: error ?? '' })),
      };
    },
    runners: async () =>
      (await read.all(allRunners({})))[0].map((runner) => ({ ...runner, revoked: runner.revoked === 1 })),
    breakers: async () => (await read.all(openBreakers({})))[0].map(seenBreaker),
    repositoryNames: async (limit) => (await read.all(repositoryNames({ limit })))[0].map(({ name }) => name),
    usedByRepositories: async (limit) =>
      (await read.all(usedByRepositories({ limit })))[0].map(({ id, name, ...sum }) => ({ id, name, usage: sum })),
    outbox: async () => {
      const [[waiting], dead] = await read.all(waitingEffects({}), deadEffects({ limit: DEAD_LIMIT }));
      return {
        waiting: waiting?.waiting ?? 0,
        dead: dead.map(({ run, kind, answer }) => ({
          run,
          kind,
          message: answer?.kind === 'refused' ? answer.message : '',
        })),
      };
    },
  };
}
