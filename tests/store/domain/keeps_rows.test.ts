import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { migrate } from '../../../src/store/migrate/migrate.ts';
import { migrationsFolder } from '../../../src/store/open_store.ts';
import { describeEachDatabase } from '../../support/databases.ts';

/** Rows of a run with two effects, as the schema of the first three migrations had them. */
const ROWS = [
  `INSERT INTO repositories (id, name, clone_url, saved_at) VALUES ('repo', 'acme/app', '/repositories/app', 1)`,
  `INSERT INTO runs (id, repository, name, sequence, state, owner, plan_hash, branch_prefix, open_tasks, created_at)
    VALUES ('run', 'repo', 'dates', 1, 'running', 'ada', 'hash', 'planwright/dates', 1, 1)`,
  `INSERT INTO tasks (id, run, key, position, kind, state, open_dependencies, attempts, failures, priority, rank, title,
      labels, locks, files, run_created_at, summary, outputs, spec)
    VALUES ('task', 'run', 'parser', 0, 'agent', 'in_review', 0, 1, '{}', 0, 1, 'Parse', '[]', '[]', '[]', 1, '', '{}', '{}')`,
  `INSERT INTO outbox (position, id, run, lane, kind, effect, state, due_at, owner, owned_until, attempts, error, created_at)
    VALUES (4, 'publish', 'run', 'run:run', 'publish_task', '{"kind":"publish_task","task":"task","branch":"b","commit":"c"}',
      'waiting', 7, 'me', 9, 2, 'no answer', 5)`,
  `INSERT INTO outbox (position, id, run, lane, kind, effect, state, due_at, attempts, answer, created_at, settled_at)
    VALUES (2, 'begin', 'run', 'run:run', 'begin_run', '{"kind":"begin_run","branchPrefix":"p","base":null}',
      'dead', 3, 0, '{"kind":"refused","message":"No."}', 3, 4)`,
];

describeEachDatabase('a database of the schema before GitHub', ({ open }) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planwright-migrations-'));
    await cp(migrationsFolder(), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('keeps its outbox and its runs, and knows where each effect goes', async () => {
    const database = await open();
    const journal = join(folder, 'meta/_journal.json');
    const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8'));
    await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, 3) }));
    await migrate(database, folder);
    await database.writer.batch(ROWS.map((sql) => ({ sql, args: [] })));

    const { applied } = await migrate(database, migrationsFolder());
    expect(applied[0]).toBe('0003_github');
    const rowsOf = async (sql: string) => {
      const { columns, rows } = await database.writer.execute({ sql, args: [] });
      return rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
    };
    expect(await rowsOf('SELECT * FROM outbox ORDER BY position')).toEqual([
      {
        position: 2,
        id: 'begin',
        run: 'run',
        repository: 'repo',
        lane: 'run:run',
        key: null,
        priority: 0,
        kind: 'begin_run',
        effect: '{"kind":"begin_run","branchPrefix":"p","base":null}',
        state: 'dead',
        due_at: 3,
        owner: null,
        owned_until: null,
        attempts: 0,
        error: null,
        answer: '{"kind":"refused","message":"No."}',
        created_at: 3,
        settled_at: 4,
      },
      {
        position: 4,
        id: 'publish',
        run: 'run',
        repository: 'repo',
        lane: 'run:run',
        key: null,
        priority: 0,
        kind: 'publish_task',
        effect: '{"kind":"publish_task","task":"task","branch":"b","commit":"c","pull":null}',
        state: 'waiting',
        due_at: 7,
        owner: 'me',
        owned_until: 9,
        attempts: 2,
        error: 'no answer',
        answer: null,
        created_at: 5,
        settled_at: null,
      },
    ]);
    expect(await rowsOf('SELECT name, github_id, github_installation FROM repositories')).toEqual([
      { name: 'acme/app', github_id: null, github_installation: null },
    ]);
    expect(
      await rowsOf('SELECT r.issue, r.final_pull, t.pull, t.pushed FROM runs r JOIN tasks t ON t.run = r.id'),
    ).toEqual([{ issue: null, final_pull: null, pull: null, pushed: null }]);
  });
});
