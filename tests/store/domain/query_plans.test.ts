import type { Client, InStatement } from '@libsql/client';
import { expect, it } from 'vitest';
import { migrate } from '../../../src/store/migrate/migrate.ts';
import { migrationsFolder } from '../../../src/store/open_store.ts';
import { createDueReader } from '../../../src/store/queries/due.ts';
import { snapshotsOf } from '../../../src/store/queries/query.ts';
import { readerClient } from '../../../src/store/queries/reader_client.ts';
import { createSliceReader } from '../../../src/store/queries/slice_reader.ts';
import { createViewReader } from '../../../src/store/queries/view_reader.ts';
import { describeEachDatabase } from '../../support/databases.ts';
import { START } from './records.ts';

/**
 * What may be walked through from end to end: what is small by nature (repositories and locks in use, runners), lists
 * made on the way, and partial indexes that hold only what is at work or ready.
 */
const mayBeWalked =
  /^SCAN (json_each|offered|CONSTANT ROW|reached|behind|d VIRTUAL|\(subquery-\d+\)|locks|runners|w|scheduler|(attempts|t|tasks|runs|outbox) USING (COVERING )?INDEX (attempts_live_by_\w+|tasks_ready|tasks_using_files|runs_without_open_task|outbox_lanes|outbox_dead|outbox_due))/;

describeEachDatabase('queries', (databases) => {
  /** Runs `use` and gives the plan of every statement that was read with. */
  async function plansOf(use: (client: Pick<Client, 'batch' | 'execute'>) => Promise<void>) {
    const database = await databases.open();
    await migrate(database, migrationsFolder());
    const client = readerClient(database.read);
    const seen: InStatement[] = [];
    await use({
      execute: ((statement: InStatement) => {
        seen.push(statement);
        return client.execute(statement);
      }) as Client['execute'],
      batch: (statements) => {
        seen.push(...(statements as InStatement[]));
        return client.batch(statements, 'read');
      },
    });
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
      await read.runById('x');
      await read.runnerById('x');
      await read.startSlice('x');
      for (const reach of ['direct', 'all'] as const) {
        await read.attemptSlice('x', reach);
        await read.taskSlice('x', reach);
      }
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
      await due.runsPastDeadline(START, 10);
      await due.runsToConclude(10);
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
      await view.runners();
      await view.outbox();
    });
    const walks = steps.filter(({ detail }) => detail.startsWith('SCAN') && !mayBeWalked.test(detail));
    expect(walks).toEqual([]);
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
