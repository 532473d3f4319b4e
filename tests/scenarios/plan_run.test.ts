import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, home, planwright, start } from '../cli/planwright.ts';
import { fingerprint, type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';

const STREAMS = fileURLToPath(new URL('../runner/agents/streams', import.meta.url));

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
/** Resolves when the running program has written this. */
function said(process: ReturnType<typeof start>, text: string, where: 'stdout' | 'stderr' = 'stdout'): Promise<void> {
  return new Promise((resolve) => {
    let seen = '';
    process[where]?.on('data', (piece: Buffer) => {
      seen += piece.toString();
      if (seen.includes(text)) resolve();
    });
  });
}

const two = `## Tasks
- [ ] a: Write a
  - run: sh -c 'echo a > a'
- [ ] b: Write b (after a)
  - run: sh -c 'echo b > b'
`;

test('a plan that wants approval runs only as approved, and goes on without asking again', async () => {
  const file = place.write('careful.md', `\`\`\`planwright\napprove: plan\n\`\`\`\n${two}`);
  const refused = await run('plan', 'run', file);
  expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('plan run') });
  expect(refused.stderr).toContain('--approve');
  const asJson = await run('plan', 'run', file, '--json');
  expect(asJson.json()).toMatchObject({ ok: false, error: { code: 'needs_approval' } });
  expect(repository.git('branch', '--list', 'planwright/*')).toBe('');
  expect(await run('plan', 'run', file, '--approve')).toMatchObject({ exitCode: 0 });
  expect((await run('plan', 'check', file)).stdout).toContain('waits for approval before it starts');
  expect(await run('plan', 'run', file)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('--again') });
});

test('a plan ends in branches and leaves the work tree alone; a second call runs nothing again', async () => {
  repository.write('readme', 'changed by me\n');
  const before = fingerprint(repository);
  const file = place.write('Two Files.md', `Context. <!-- out of sight -->\n\n${two}`);
  const first = await run('plan', 'run', file);
  expect(first.stdout).toContain('\nline 1: Nobody who reads the page sees 1 HTML comment here');
  expect(first.stdout).toContain('Next: git merge planwright/Two-Files/plan');
  expect(first.exitCode).toBe(0);
  expect(fingerprint(repository)).toBe(before);
  expect(repository.git('ls-tree', '--name-only', 'planwright/Two-Files/plan').split('\n')).toEqual([
    'a',
    'b',
    'readme',
  ]);

  const second = await run('plan', 'run', file);
  expect(second).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('--again') });
  const again = await run('plan', 'run', file, '--again', '--json');
  expect(again.json()).toMatchObject({ ok: true, data: { run: { sequence: 2, state: 'succeeded' } } });
  expect(
    again.stderr
      .trim()
      .split('\n')
      .map((line) => typeof JSON.parse(line)),
  ).not.toContain('string');
  expect((await run('run', 'list', '--json')).json().data?.runs).toHaveLength(2);
});

test('a failed plan ends with 1 and says why; a retried task goes on', async () => {
  const file = place.write(
    'door.md',
    `## Tasks\n- [ ] a: Open (retries: 0)\n  - run: sh -c 'test -e "${join(place.folder, 'key')}" && echo in > in'\n`,
  );
  const failed = await run('plan', 'run', file, '--json');
  expect(failed.exitCode).toBe(1);
  expect(failed.json()).toMatchObject({
    ok: false,
    error: { code: 'run_failed' },
    data: { tasks: [{ key: 'a', state: 'failed', attempts: 1 }] },
  });
  expect((await run('task', 'show', 'door', 'a')).stdout).toContain('exit 1');
  expect((await run('task', 'log', 'door', 'nothing', '--json')).exitCode).toBe(2);
  place.write('key', '');
  expect((await run('task', 'retry', 'door', 'a')).exitCode).toBe(0);
  expect((await run('plan', 'run', file)).exitCode).toBe(0);
  expect((await run('run', 'cancel', 'door')).exitCode).toBe(3);
});

test('Ctrl-C stops cleanly, says how to go on, and a second call goes on', async () => {
  const gate = join(place.folder, 'gate');
  const waiting = `## Tasks\n- [ ] a: Wait\n  - run: sh -c 'until test -e "${gate}"; do sleep 0.1; done; echo a > a'\n`;
  const file = place.write('wait.md', waiting);
  const program = start(['plan', 'run', file], options());
  await said(program, 'a: at work');
  const meanwhile = await run('status', '--json');
  expect(meanwhile.json()).toMatchObject({ ok: true, data: { runs: [{ name: 'wait', state: 'running' }] } });
  program.kill('SIGINT');
  const stopped = await program;
  expect(stopped.exitCode).toBe(130);
  expect(stopped.stdout).toContain(`go on with: planwright plan run ${file}`);
  expect((await run('run', 'list', '--active', '--json')).json().data?.runs).toHaveLength(1);

  place.write('gate', '');
  const resumed = await run('plan', 'run', file);
  expect(resumed.stdout).toMatch(/Going on with the run of \d{4}-\d\d-\d\d \d\d:\d\d: /);
  expect(resumed.exitCode).toBe(0);
});

test('whoever looks on takes over when the process that carried the run out is killed', async () => {
  const gate = join(place.folder, 'gate');
  const waiting = `## Tasks\n- [ ] a: Wait\n  - run: sh -c 'until test -e "${gate}"; do sleep 0.1; done; echo a > a'\n`;
  const file = place.write('wait.md', waiting);
  const owner = start(['plan', 'run', file], options());
  await said(owner, 'a: at work');
  const other = start(['plan', 'run', file], options());
  await said(other, 'looks on');
  owner.kill('SIGKILL');
  await said(other, 'goes on with it');
  place.write('gate', '');
  expect((await other).exitCode).toBe(0);
  expect(repository.git('show', 'planwright/wait/plan:a')).toBe('a');
  expect(existsSync(join(place.folder, 'work'))).toBe(true);
});

test('a task that is canceled at work is said to end, not to have ended', async () => {
  const deaf = `## Tasks\n- [ ] a: Wait\n  - run: sh -c 'trap "" TERM; while :; do sleep 0.1; done'\n`;
  const program = start(['plan', 'run', place.write('wait.md', deaf)], options());
  await said(program, 'a: at work');
  expect((await run('task', 'cancel', 'a')).stdout).toBe('a of wait ends as soon as its attempt has.');
  await program;
});

test('a run whose process was killed is said to need another to end', async () => {
  const endless = `## Tasks\n- [ ] a: Wait\n  - run: sh -c 'while :; do sleep 0.1; done'\n`;
  const program = start(['plan', 'run', place.write('wait.md', endless)], options());
  await said(program, 'a: at work');
  program.kill('SIGKILL');
  await program;
  const needed =
    'ends as soon as its attempts have; nobody carries it out, so that the next `planwright plan run` here ends it.';
  expect((await run('run', 'cancel')).stdout).toBe(`wait ${needed}`);
  expect((await run('run', 'cancel')).stdout).toBe(`wait was canceled already, and ${needed}`);
});

/** Stands in for Claude Code: prints what that said when its key was refused. */
const refused = `
import { readFileSync } from 'node:fs';
const lines = readFileSync(process.argv[2], 'utf8').trim().split('\\n').map((line) => JSON.parse(line));
process.stdin.once('data', () => {
  for (const { printed } of lines) if (printed !== undefined) console.log(JSON.stringify(printed));
  process.exit(1);
});
`;

test('what tasks wait for while their agent rests is told once, also to machines', async () => {
  const recorded = join(STREAMS, 'claude_code/fails-unknown-key.jsonl');
  const claude = `{ command: [node, '${place.write('claude.mjs', refused)}', '${recorded}'], transport: claude-code }`;
  place.write('runner.yml', `sandbox: off\nproviders:\n  claude: ${claude}\n`);
  const file = place.write('rest.md', '## Tasks\n- [ ] a: Write a\n- [ ] b: Write b\n');
  const wait = /\d (.+): waits? for `claude` on \S+: its model does not let it in/g;
  const program = start(['plan', 'run', file, '--agent', 'claude'], options());
  await said(program, 'its model does not let it in');
  program.kill('SIGINT');
  const { stdout } = await program;
  const told = [...String(stdout).matchAll(wait)].flatMap(([, tasks = '']) => tasks.split(', '));
  expect(told.toSorted()).toEqual([...new Set(told)].toSorted());

  const machine = start(['plan', 'run', file, '--agent', 'claude', '--json'], options());
  await said(machine, '"waitsFor":"`claude` on', 'stderr');
  machine.kill('SIGINT');
  await machine;
});

test('a runner that cannot start is refused before there is a run', async () => {
  writeFileSync(join(place.folder, 'runner.yml'), 'sandbox: off\negress: []\n');
  const refused = await run('plan', 'run', place.write('two.md', two));
  expect(refused).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('`egress` has to go from that file') });
  expect((await run('run', 'list')).stdout).not.toContain('two');
});
