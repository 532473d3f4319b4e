import type { Client, InStatement } from '@libsql/client';
import { expect, it } from 'vitest';
import { statementsOf } from '../../../src/store/changes/statements_of.ts';
import { toClientStatement } from '../../../src/store/client/client_statement.ts';
import type { Statement } from '../../../src/store/client/statement.ts';
import type { WriteQueue } from '../../../src/store/client/write_queue.ts';
import { createDeliveries } from '../../../src/store/deliveries.ts';
import { migrate } from '../../../src/store/migrate/migrate.ts';
import { migrationsFolder } from '../../../src/store/open_store.ts';
import { createOutbox } from '../../../src/store/outbox.ts';
import { createPacing } from '../../../src/store/pacing.ts';
import { createDueReader } from '../../../src/store/queries/due.ts';
import { snapshotsOf } from '../../../src/store/queries/query.ts';
import { readerClient } from '../../../src/store/queries/reader_client.ts';
import { createSliceReader } from '../../../src/store/queries/slice_reader.ts';
import { createViewReader } from '../../../src/store/queries/view_reader.ts';
import { createRetention } from '../../../src/store/retention.ts';
import { questionRecord } from '../../core/records.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { START } from './records.ts';

/**
 * What may be walked through from end to end: what is small by nature (repositories and locks in use, repositories with a budget, runners), lists
 * made on the way, and partial indexes that hold only what is at work or ready.
 */
const mayBeWalked =
  /^SCAN (json_each|offered|CONSTANT ROW|reached|behind|newest|newest_runs|d VIRTUAL|\(subquery-\d+\)|locks|monthly|runners|w|scheduler|(attempts|d|t|tasks|runs|outbox|head|dead|deliveries|breakers|questions) USING (COVERING )?INDEX (attempts_live_by_\w+|drafts_being_made|tasks_ready|tasks_answering|tasks_using_files|runs_without_open_task|outbox_lanes|outbox_dead|outbox_turn|deliveries_waiting|deliveries_dead|breakers_open|questions_open))/;

describeEachDatabase('queries', (databases) => {
  /** Runs `use` and gives the plan of every statement that was read with or would have been written. */
  async function plansOf(
    use: (
      client: Pick<Client, 'batch' | 'execute'>,
      write: (statements: readonly Statement[]) => void,
    ) => Promise<void>,
  ) {
    const database = await databases.open();
    await migrate(database, migrationsFolder());
    const client = readerClient(database.read);
    const seen: InStatement[] = [];
    const recorder: Pick<Client, 'batch' | 'execute'> = {
      execute: ((statement: InStatement) => {
        seen.push(statement);
        return client.execute(statement);
      }) as Client['execute'],
      batch: (statements) => {
        seen.push(...(statements as InStatement[]));
        return client.batch(statements, 'read');
      },
    };
    await use(recorder, (statements) => seen.push(...statements.map(toClientStatement)));
    const steps: { readonly sql: string; readonly detail: string }[] = [];
    for (const statement of seen) {
      if (typeof statement === 'string') throw new Error('Statements come with arguments.');
      const { rows } = await client.execute({ ...statement, sql: `EXPLAIN QUERY PLAN ${statement.sql}` });
      steps.push(...rows.map((row) => ({ sql: statement.sql, detail: String(row.detail) })));
    }
    return steps;
  }

  it('for decisions and ticks never walk through a table that grows', async () => {
    const steps = await plansOf(async (client) => {
      const snapshots = snapshotsOf(client, 'batch');
      const read = createSliceReader(snapshots);
      const due = createDueReader(snapshots);
      await read.repositoryByCloneUrl('x');
      await read.newestRun('x', 'y');
      await read.repositoryById('x');
      await read.repositoryByGitHubId(1);
      await read.repositoriesOfInstallation(1);
      await read.runByBranchPrefix('x', 'y');
      await read.subjectOfPull('x', 1);
      await read.runBySequence('x', 'y', 1);
      await read.subjectOfCommit('x', 'y', 'z');
      await read.subjectOfCommit('x', null, 'z');
      await read.unfinishedRuns('x');
      await read.planOf('x');
      await read.spentByRun('x');
      await read.budgetKeeping('x', START);
      await read.repositoryBudget('x', START);
      await read.trackRecords('x');
      await read.usageHistory([{ repository: 'x', agent: 'y', role: 'z' }]);
      await read.shown('x');
      await read.issueSeenAt('x', 1);
      await read.proposalOf('x', 1);
      await read.proposalById('x');
      await read.proposedEdit('x');
      await read.draftOf('x', 1);
      await read.draftOfTask('x');
      await read.runById('x');
      await read.runnerById('x');
      await read.startSlice('x');
      for (const reach of ['direct', 'all'] as const) {
        await read.attemptSlice('x', reach);
        await read.taskSlice('x', reach);
      }
      await read.questionById('x');
      await read.questionsByNumber('x', 1);
      await read.questionsOf('x');
      await read.taskByKey('x', 'y');
      await read.runSlice('x');
      await read.concludeSlice('x');
      await read.leaseSlice(['x'], 10);
      await read.leaseDetails(['x']);
      await read.attemptsOfLease('x', 'y');
      await read.heartbeatSlice(['x']);
      await read.effectSlice('x');
      await read.attemptsOfOtherBoots('x', 'y');
      await read.hasOpenRuns();
      await due.expiredAttempts(START, 10);
      await due.retriesDue(START, 10);
      await due.questionsDue(START, 10);
      await due.answeringDue(START, 10);
      await due.planningDue(START, 10);
      await due.tasksToRework(START, 10);
      await due.offeredInCanceled(10);
      await due.questionsToRemind(START, 10);
      await due.tasksToApprove(10);
      await due.issuesAwaited(10);
      await due.runsPastDeadline(START, 10);
      await due.runsToConclude(10);
      await due.budgetsDue(START, 10);
    });
    const walks = steps.filter(({ detail }) => detail.startsWith('SCAN') && !mayBeWalked.test(detail));
    expect(walks).toEqual([]);
  });

  it('for one run, task or runner never walk through a table that grows', async () => {
    const steps = await plansOf(async (client) => {
      const view = createViewReader(snapshotsOf(client, 'batch'));
      await view.findRun('0190aaaa');
      await view.tasks('x', START);
      await view.attempts('x', 'y');
      await view.events('x', 0, 10);
      await view.notices('x', 10);
      await view.questions('x');
      await view.openQuestions();
      await view.runners();
      await view.outbox();
      await view.deliveries();
    });
    const walks = steps.filter(({ detail }) => detail.startsWith('SCAN') && !mayBeWalked.test(detail));
    expect(walks).toEqual([]);
  });

  it('for effects, deliveries and news from GitHub never walk through a table that grows', async () => {
    const steps = await plansOf(async (client, write) => {
      const read = snapshotsOf(client, 'batch');
      const queue: WriteQueue = {
        submit: async ({ prepare }) => {
          const { statements, result } = await prepare((await databases.open()).read);
          write(statements);
          return { result, results: [], preparations: 1 };
        },
        close: async () => {},
      };
      const clock = { now: () => START };
      const outbox = createOutbox(queue, read);
      await outbox.claim('x', START, START, 10);
      await outbox.release('x', 'y', START, null);
      await outbox.hold('x', ['y'], START);
      const deliveries = createDeliveries(queue, read, clock);
      await deliveries.add({ id: 'x', event: 'y', body: '', lane: '1#2' }, START);
      await deliveries.isKnown('x');
      await deliveries.waitingSince();
      await deliveries.claim('x', START, START, 10);
      await deliveries.release('x', 'y', { dueAt: START, error: '', counts: true });
      await deliveries.bury('x', 'y', '');
      await deliveries.revive('x', START);
      await deliveries.revive(null, START);
      await deliveries.refusedSince('1#', START, START);
      await deliveries.prune(START, 10);
      const retention = createRetention(queue, read);
      for (const prune of Object.values(retention)) await prune(START, 10);
      const pacing = createPacing(queue, read);
      await pacing.takeTurn('x', START, 1, START);
      await pacing.block('x', START);
      await pacing.claimChore('x', START, 1);
      await pacing.completeChore('x', START);
      await pacing.completedAt('x');
      await pacing.interruptChore('x', START);
      const effect = { id: 'x', run: 'r', lane: 'l', key: 'k', effect: { kind: 'show_run' } } as const;
      const shown = { subject: 'x', what: 'status', number: 1, digest: 'd' } as const;
      const changes = [
        { kind: 'settle_effect', effect: 'x', owner: 'o', answer: { kind: 'done' }, at: START },
        { kind: 'wake_effects', run: 'r', at: START },
        { kind: 'remember_shown', shown },
        { kind: 'withdraw_questions', task: 'x', because: '' },
        { kind: 'withdraw_questions_of_run', run: 'r', because: '' },
        { kind: 'reword_question', run: 'r', question: 'x', text: '', options: [] },
        { kind: 'note_reminder', question: 'x', at: START },
        { kind: 'require_settled', run: 'r', n: 1 },
        { kind: 'insert_question', question: { ...questionRecord(), id: 'new' } },
        { kind: 'settle_question', question: 'x', to: 'expired', answer: '', by: null, at: START },
        { kind: 'require_questions', task: 'x', open: 'some' },
        { kind: 'note_issue', repository: 'r', issue: 1, updatedAt: START },
        { kind: 'hold_delivery', delivery: 'x', holder: 'o', until: START },
        { kind: 'settle_delivery', delivery: 'x', owner: 'o', state: 'done', note: '', at: START },
      ] as const;
      write(statementsOf({ changes, events: [], effects: [effect] }, START));
    });
    const walks = steps.filter(({ detail }) => detail.startsWith('SCAN') && !mayBeWalked.test(detail));
    expect(walks).toEqual([]);
    expect(steps.map(({ detail }) => detail)).not.toContainEqual(expect.stringContaining('FOR ORDER BY'));
  });

  it('for candidates sort nothing', async () => {
    const steps = await plansOf(async (client) => {
      await createSliceReader(snapshotsOf(client, 'batch')).leaseSlice(['x'], 10);
    });
    const ofCandidates = steps.filter(({ sql }) => sql.includes('tasks_ready')).map(({ detail }) => detail);
    expect(ofCandidates).toContainEqual(expect.stringContaining('USING INDEX tasks_ready'));
    expect(ofCandidates).not.toContainEqual(expect.stringContaining('FOR ORDER BY'));
  });
});
