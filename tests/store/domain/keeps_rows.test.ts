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

/** A waiting effect in the lane of its id, made by the program of the first four migrations. */
const waiting = (id: string, effect: { readonly kind: string }) =>
  `INSERT INTO outbox (id, run, repository, lane, priority, kind, effect, state, due_at, attempts, created_at)
    VALUES ('${id}', 'run', 'repo', '${id}', 0, '${effect.kind}', '${JSON.stringify(effect)}', 'waiting', 7, 0, 5)`;

const CHECK = {
  name: 'planwright / parser',
  conclusion: 'success',
  title: 'Checked',
  summary: 'Yes.',
  text: '',
  actions: [],
};
const PLACE = { path: 'src/parser.ts', line: 3, level: 'failure', message: 'No.' };

describeEachDatabase('an older database', ({ open }) => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'planwright-migrations-'));
    await cp(migrationsFolder(), folder, { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  /** A database of the first `count` migrations with these rows, brought to the schema of now. */
  async function upgraded(count: number, rows: readonly string[]) {
    const database = await open();
    const journal = join(folder, 'meta/_journal.json');
    const { entries, ...rest } = JSON.parse(await readFile(journal, 'utf8'));
    await writeFile(journal, JSON.stringify({ ...rest, entries: entries.slice(0, count) }));
    await migrate(database, folder);
    await database.writer.batch(rows.map((sql) => ({ sql, args: [] })));
    const { applied } = await migrate(database, migrationsFolder());
    const rowsOf = async (sql: string) => {
      const { columns, rows } = await database.writer.execute({ sql, args: [] });
      return rows.map((row) => Object.fromEntries(columns.map((name) => [name, row[name]])));
    };
    return { applied, rowsOf };
  }

  it('of before GitHub keeps its outbox and its runs, and knows where each effect goes', async () => {
    const { applied, rowsOf } = await upgraded(3, ROWS);
    expect(applied[0]).toBe('0003_github');
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

  it('of before annotations has its effects in the form of now, each with all that sending it needs', async () => {
    const effects = {
      check: { kind: 'check_task', task: 'task', commit: 'c', check: CHECK },
      newer: { kind: 'check_task', task: 'task', commit: 'c', check: { ...CHECK, places: [PLACE] } },
      restore: { kind: 'restore_integration', commit: 'c' },
      later: { kind: 'restore_integration', commit: 'c', pulls: [7] },
    };
    const { applied, rowsOf } = await upgraded(4, [
      ...ROWS.slice(0, 3),
      ...Object.entries(effects).map(([id, effect]) => waiting(id, effect)),
    ]);
    expect(applied[0]).toBe('0004_runner_tokens');
    const found = (await rowsOf('SELECT id, effect FROM outbox')).map(({ id, effect }) => [
      id,
      JSON.parse(String(effect)),
    ]);
    expect(Object.fromEntries(found)).toEqual({
      ...effects,
      check: { ...effects.check, check: { ...CHECK, places: [] } },
      restore: { ...effects.restore, pulls: [] },
    });
  });

  it('of before texts were forgotten remembers what is shown from now on', async () => {
    const before = Math.floor(Date.now() / 1_000) * 1_000;
    const { rowsOf } = await upgraded(4, [
      `INSERT INTO shown (subject, what, number, digest) VALUES ('run', 'status', 3, 'digest')`,
    ]);
    const [shown, ...others] = await rowsOf('SELECT * FROM shown');
    expect(others).toEqual([]);
    expect(shown).toMatchObject({ subject: 'run', what: 'status', number: 3, digest: 'digest' });
    expect(Number(shown?.remembered_at)).toBeGreaterThanOrEqual(before);
    expect(Number(shown?.remembered_at)).toBeLessThanOrEqual(Date.now());
  });
});
