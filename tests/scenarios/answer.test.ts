import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { TaskResponse } from '../../src/protocol/operator.ts';
import { type Home, home, planwright, start } from '../cli/planwright.ts';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';

let repository: ScratchRepository;
let place: Home;
beforeEach(() => {
  repository = scratchRepository();
  place = home();
});
afterEach(() => {
  repository.remove();
  place.remove();
});

const options = () => ({ cwd: repository.folder, variables: place.variables });
const run = (...args: string[]) => planwright(args, options());

const plan = (askWait: string) => `\`\`\`planwright
ask-wait: ${askWait}
\`\`\`
## Tasks
- [ ] schema: Migrate
  - run: sh -c 'planwright-tool ask "Keep legacy_id?" --option keep --option drop > answer.txt'
- [ ] other: Go on meanwhile
  - run: sh -c 'echo o > other.txt'
- [ ] docs: Document (after schema)
  - run: sh -c 'cp answer.txt docs.txt'
`;

test('a plan that waits for nothing but an answer ends with 1 and says how; answered, it goes on', async () => {
  const file = place.write('dates.md', plan('1s'));
  const first = await run('plan', 'run', file);
  expect(first.exitCode).toBe(1);
  expect(first.stdout).toContain('schema: asks Q1: Keep legacy_id? [keep/drop]   planwright answer Q1 keep');
  expect(first.stdout).toContain('With the answers it goes on by: planwright plan run');
  expect((await run('run', 'show', 'dates', '--json')).json().data).toMatchObject({
    run: { state: 'running' },
    tasks: [
      { key: 'schema', state: 'blocked', failures: 0 },
      { state: 'succeeded' },
      { key: 'docs', state: 'pending' },
    ],
  });
  expect((await run('status')).stdout).toContain('schema of dates asks Q1: Keep legacy_id? [keep/drop]');
  const line = '? schema  asks  Q1: Keep legacy_id? [keep/drop]   planwright answer Q1 keep';
  expect((await run('run', 'show', 'dates')).stdout.split('\n')).toContain(line);
  const again = await run('plan', 'run', file, '--json');
  expect(again.json()).toMatchObject({ ok: false, error: { code: 'waits_for_answers' } });

  const answered = await run('answer', 'schema', 'DROP', '--json');
  expect(answered.json().data).toMatchObject({ question: { n: 1, state: 'answered', answer: 'drop' } });
  expect((await run('plan', 'run', file)).exitCode).toBe(0);
  expect(repository.git('show', 'planwright/dates/plan:docs.txt')).toBe('drop');
  expect((await run('run', 'show', 'dates')).stdout).not.toContain('Q1');
  expect((await run('task', 'show', 'dates', 'schema')).stdout).toContain('Q1: Keep legacy_id? [keep/drop]');
});

test('an answer from another terminal within ask-wait goes to the process that asked', async () => {
  const file = place.write('dates.md', plan('5m'));
  const program = start(['plan', 'run', file], options());
  await new Promise<void>((resolve) => {
    let seen = '';
    program.stdout?.on('data', (piece: Buffer) => {
      seen += piece.toString();
      if (seen.includes('asks Q1')) resolve();
    });
  });
  const empty = await run('answer', 'Q1', ' ');
  expect(empty).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('write what Q1 is to be told.') });
  const answered = await run('answer', 'Q1', '2');
  expect(answered).toMatchObject({ exitCode: 0, stdout: 'Q1 of schema in dates is answered: drop' });
  expect((await program).exitCode).toBe(0);
  expect(repository.git('show', 'planwright/dates/plan:docs.txt')).toBe('drop');
  const { task, questions } = (await run('task', 'show', 'dates', 'schema', '--json')).json().data as TaskResponse;
  // A machine that takes its time gives a lease back before it starts; that attempt asked nothing.
  expect(questions).toMatchObject([{ n: 1, state: 'answered', attempt: task.attempts }]);
});

/** A plan whose only task asks something that settles itself, and has ended its attempt by then. */
const settling = (deadline: string) => `\`\`\`planwright
ask-wait: 1s
\`\`\`
## Tasks
- [ ] schema: Migrate
  - run: sh -c 'planwright-tool ask "Keep it?" --option keep --option drop --default drop --deadline ${deadline} > answer.txt'
`;

test('a default that counts soon is waited for, though nobody looks on', async () => {
  const ended = await run('plan', 'run', place.write('dates.md', settling('3s')));
  expect(ended.stdout).toMatch(
    /schema: asks Q1: Keep it\? \[keep\/drop\] \(drop counts from \S+ UTC\) {3}planwright answer Q1 drop/,
  );
  expect(ended.stdout).toMatch(/nobody answered Q1 in time, the default counts: drop/);
  expect(ended.exitCode).toBe(0);
  expect(repository.git('show', 'planwright/dates/plan:answer.txt')).toBe('drop');
});

test('a default that counts later is not; once it does, status asks no more and an answer comes too late', async () => {
  const first = await run('plan', 'run', place.write('dates.md', settling('2h')));
  expect(first.stdout).toContain('With the answers, or once defaults count, it goes on by: planwright plan run');
  expect(first.exitCode).toBe(1);
  const database = new DatabaseSync(join(repository.folder, '.git', 'planwright', 'planwright.db'));
  database.exec('UPDATE questions SET deadline_at = 1');
  database.close();
  const late = await run('answer', 'schema', 'keep');
  expect(late.stderr).toContain('Nobody answered Q1 in time, so its default counts: `drop`');
  expect((await run('status')).stdout).not.toContain('asks Q1');
});

test('a run that nobody carries out ends when it is canceled, and the next call says that it was', async () => {
  await run('plan', 'run', place.write('dates.md', plan('1s')));
  expect((await run('run', 'cancel')).stdout).toBe('dates is canceled.');
  expect((await run('run', 'cancel')).stdout).toBe('dates was canceled already.');
});

test('tasks that wait for a person wait at the terminal as well, for their start and for their merge', async () => {
  const tasks = '- [ ] deploy: Deploy it (approve: before, after)\n  - run: sh -c "echo d > deploy.txt"\n';
  const file = place.write('dates.md', `## Tasks\n${tasks}`);
  const first = await run('plan', 'run', file);
  expect(first.exitCode).toBe(1);
  expect(first.stdout).toContain('asks Q1: May `deploy` start? [approve/skip]   planwright answer Q1 approve');
  expect((await run('answer', 'deploy', 'approve')).exitCode).toBe(0);
  const second = await run('plan', 'run', file);
  expect(second.exitCode).toBe(1);
  expect(second.stdout).toContain('asks Q2: May the work of `deploy` be merged? [approve/reject]');
  expect(repository.git('branch', '--list', 'planwright/dates/deploy')).not.toBe('');
  expect((await run('answer', 'Q2', 'approve')).exitCode).toBe(0);
  expect((await run('plan', 'run', file)).exitCode).toBe(0);
  expect(repository.git('show', 'planwright/dates/plan:deploy.txt')).toBe('d');
});
