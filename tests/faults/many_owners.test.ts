import { rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createClient } from '@libsql/client';
import { afterEach, describe, expect, it } from 'vitest';
import { readRun } from '../support/run_record.ts';
import { type ScratchRun, scratchRun } from '../support/scratch_run.ts';
import type { Script } from '../support/scripted_agent.ts';
import { until } from '../support/until.ts';
import { whatIsLeft } from '../support/what_is_left.ts';

const PLAN = `## Tasks

- [ ] held: Wait until the test lets it go on
- [ ] next: Go on from there (after held)
`;

const SCRIPT: Script = {
  held: [[{ write: { 'held.txt': 'held\n' } }, { meet: { at: 'held' } }]],
  next: [[{ write: { 'next.txt': 'next\n' } }]],
};

const open: ScratchRun[] = [];

async function scratch(script = SCRIPT): Promise<ScratchRun> {
  const made = await scratchRun({ name: 'held', plan: PLAN, script, environment: { LEASE_MS: '6000' } });
  open.push(made);
  return made;
}

afterEach(async () => {
  for (const each of open.splice(0)) await each.remove();
});

describe('Ctrl-C', () => {
  it('once stops cleanly, keeps the work and says how to go on', async () => {
    const run = await scratch();
    const first = run.startPlan();
    await run.meetingPoint.arrived('held');
    first.signal('SIGINT');
    const ending = await first.ended;
    expect(ending).toMatchObject({ exitCode: 130, signal: null });
    expect(ending.stdout + ending.stderr).toContain(`go on with: planwright plan run ${run.planFile}`);
    // No process is left that could go on by itself, and what the agent had written is not lost.
    const left = (await whatIsLeft(run)).filter((line) => line.startsWith('process'));
    expect(left).toEqual([]);
    const { attempts } = await readRun(run.databaseFile, 'held');
    const ref = attempts.get('held')?.[0]?.ref;
    expect(run.repository.git('cat-file', 'blob', `${ref}:held.txt`)).toBe('held');
    run.meetingPoint.open('held');
    expect(await run.startPlan().ended).toMatchObject({ exitCode: 0 });
    expect(await whatIsLeft(run)).toEqual([]);
  });

  it('twice ends at once, also agents that do not listen', async () => {
    const run = await scratch({
      ...SCRIPT,
      held: [[{ meet: { at: 'held' } }, { hang: 'stubborn' }], [{ write: { 'held.txt': 'held\n' } }]],
    });
    const first = run.startPlan();
    await run.meetingPoint.arrived('held');
    run.meetingPoint.open('held');
    first.signal('SIGINT');
    await until('word that it stops', () => (first.printed().includes('Stopping') ? true : undefined));
    first.signal('SIGINT');
    expect(await first.ended).toMatchObject({ exitCode: 130 });
    await until('end of all processes', async () =>
      (await whatIsLeft(run)).some((line) => line.startsWith('process')) ? undefined : true,
    );
    expect(await run.startPlan().ended).toMatchObject({ exitCode: 0 });
    expect(await whatIsLeft(run)).toEqual([]);
  });
});

describe('two `plan run` on one repository', () => {
  it('are one run: the second looks on', async () => {
    const run = await scratch();
    const first = run.startPlan();
    await run.meetingPoint.arrived('held');
    const second = run.startPlan();
    await until('word that it looks on', () => (second.printed().includes('looks on') ? true : undefined));
    run.meetingPoint.open('held');
    expect(await first.ended).toMatchObject({ exitCode: 0 });
    expect(await second.ended).toMatchObject({ exitCode: 0 });
    const { attempts } = await readRun(run.databaseFile, 'held');
    expect([...attempts.values()].map((list) => list.length)).toEqual([1, 1]);
    expect(await whatIsLeft(run)).toEqual([]);
  });

  it('survive the death of the one that carries the run out: the other goes on with it', async () => {
    const run = await scratch();
    const first = run.startPlan();
    await run.meetingPoint.arrived('held');
    const second = run.startPlan();
    await until('word that it looks on', () => (second.printed().includes('looks on') ? true : undefined));
    first.signal('SIGKILL');
    run.meetingPoint.open('held');
    const ending = await second.ended;
    expect(ending, ending.stdout + ending.stderr).toMatchObject({ exitCode: 0 });
    const { run: view } = await readRun(run.databaseFile, 'held');
    expect(view.state).toBe('succeeded');
  });

  it('stop looking on at Ctrl-C, and the run goes on', async () => {
    const run = await scratch();
    const first = run.startPlan();
    await run.meetingPoint.arrived('held');
    const second = run.startPlan();
    await until('word that it looks on', () => (second.printed().includes('looks on') ? true : undefined));
    second.signal('SIGINT');
    expect(await second.ended).toMatchObject({ exitCode: 130 });
    run.meetingPoint.open('held');
    expect(await first.ended).toMatchObject({ exitCode: 0 });
  });
});

it('a finished run is not run again unless asked', async () => {
  const run = await scratch();
  run.meetingPoint.open('held');
  expect(await run.startPlan().ended).toMatchObject({ exitCode: 0 });
  const again = await run.startPlan().ended;
  expect(again).toMatchObject({ exitCode: 0 });
  expect(again.stdout).toContain('--again');
  expect(run.meetingPoint.notes.filter(({ what }) => what === 'began')).toHaveLength(2);
  expect(await run.startPlan('--again').ended).toMatchObject({ exitCode: 0 });
  expect(run.repository.git('branch', '--list', 'planwright/held.2/plan')).toContain('planwright/held.2/plan');
});

describe('a database file that is none any more', () => {
  const spoil: Readonly<Record<string, (file: string) => void>> = {
    'filled with garbage': (file) => writeFileSync(file, 'this is no database '.repeat(1_000)),
    'cut in the middle': (file) => truncateSync(file, statSync(file).size / 2),
  };
  for (const [how, damage] of Object.entries(spoil)) {
    it(`${how} is a clear error`, async () => {
      const run = await scratch();
      run.meetingPoint.open('held');
      expect(await run.startPlan().ended).toMatchObject({ exitCode: 0 });
      await carryOver(run.databaseFile);
      damage(run.databaseFile);
      const ending = await run.startPlan('--again').ended;
      expect(ending.exitCode, ending.stdout + ending.stderr).toBe(1);
      expect(ending.stderr).toMatch(/^planwright: .*database/im);
      expect(ending.stderr).not.toContain('    at ');
    });
  }

  it('empty is a new one', async () => {
    const run = await scratch();
    run.meetingPoint.open('held');
    expect(await run.startPlan().ended).toMatchObject({ exitCode: 0 });
    truncateSync(run.databaseFile, 0);
    const ending = await run.startPlan().ended;
    // The branches of the run that was forgotten stay as they are; the new one takes the next free name.
    expect(ending, ending.stdout + ending.stderr).toMatchObject({ exitCode: 0 });
    expect(run.repository.git('branch', '--list', 'planwright/held.2/plan')).toContain('planwright/held.2/plan');
  });
});

/** Has the write-ahead log carried over into the database file and removed: it could mend what is damaged there. */
async function carryOver(file: string): Promise<void> {
  const database = createClient({ url: `file:${file}` });
  await database.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  database.close();
  for (const beside of ['-wal', '-shm']) rmSync(`${file}${beside}`, { force: true });
}
