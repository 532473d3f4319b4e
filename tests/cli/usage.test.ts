import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';
import { type Home, home, planwright } from './planwright.ts';

let repository: ScratchRepository;
let place: Home;
beforeAll(() => {
  repository = scratchRepository();
  place = home();
});
afterAll(() => {
  repository.remove();
  place.remove();
});

const run = (...args: string[]) => planwright(args, { cwd: repository.folder, variables: place.variables });

describe('wrong usage ends with 2', () => {
  test.each([
    [['plan', 'chek', 'x.md'], 'Did you mean check?'],
    [['status', '--jsn'], 'Did you mean --json?'],
    [['zzz'], "unknown command 'zzz'. `--help` instead of it lists the commands."],
    [['help', 'zzz'], "unknown command 'zzz'. `--help` instead of it lists the commands."],
    [['help', 'runer'], "unknown command 'runer'\n(Did you mean runner?)"],
    [['help', 'task', 'sho'], 'Did you mean show?'],
    [['task', 'help', 'zzz'], "unknown command 'zzz'"],
    [['status', 'now'], 'too many arguments'],
    [['run', 'list', '--limit', '0'], 'whole number from 1 to 1024'],
    [['token', 'create'], "missing required argument 'name'"],
    [['token', 'revoke', 'forge'], 'name it by PLANWRIGHT_URL'],
    [['task', 'log'], "missing required argument 'task'"],
    [['task', 'log', 'a', 'b', 'c'], 'Name one task'],
    [['runner', '--slots', 'many'], 'whole number from 1 to 1024'],
    [['plan', 'check', 'nowhere.md'], 'There is no file nowhere.md'],
    [['plan', 'check', '.'], 'is a folder'],
    [['plan', 'run', '-'], 'A run needs a file'],
    [['status', '--repo', '/nowhere'], 'There is no folder /nowhere'],
    [['run', 'show', 'dates'], 'No plan has run'],
  ])('%j', async (args, message) => {
    const result = await run(...args);
    expect(result.stderr).toContain(message);
    expect(result.stdout).toBe('');
    expect(result.exitCode).toBe(2);
  });

  test('and is one JSON object for machines', async () => {
    const result = await run('plan', 'check', '--jso', '--json');
    expect(result.exitCode).toBe(2);
    expect(result.json()).toMatchObject({ ok: false, error: { code: 'usage' } });
    expect((await run('plan', 'check', 'nowhere.md', '--json')).json().error?.code).toBe('no_plan_file');
  });
});

test('help and version end with 0, no command at all with 2', async () => {
  expect(await run('--help')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('check plans') });
  expect(await run('--version')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) });
  expect(await run('help')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('check plans') });
  expect(await run('help', 'task')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('retry') });
  const shown = await run('task', 'show', '--help');
  expect(shown).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('planwright task show') });
  expect((await run('help', 'task', 'show')).stdout).toBe(shown.stdout);
  // What is asked about is not carried out.
  const { stdout } = shown;
  expect(await run('help', 'task', 'show', 'parser')).toMatchObject({ exitCode: 0, stdout, stderr: '' });
  expect((await run('task', 'help', 'show')).stdout).toBe(shown.stdout);
  expect((await run('serve', '--help')).stdout).toContain('RUNNER_TOKEN and OPERATOR_TOKEN are needed');
  for (const words of [[], ['task'], ['delivery']]) expect((await run(...words)).exitCode).toBe(2);
});

test('serve and runner name all that is missing', async () => {
  const serve = await run('serve');
  expect(serve).toMatchObject({ exitCode: 2, stderr: expect.stringMatching(/RUNNER_TOKEN.*\n.*OPERATOR_TOKEN/) });
  const runner = await run('runner', '--json');
  expect(runner.exitCode).toBe(2);
  expect(runner.json().error?.code).toBe('environment_invalid');
});

test('a service that does not answer ends with 4', async () => {
  const variables = { ...place.variables, PLANWRIGHT_URL: 'http://127.0.0.1:9', OPERATOR_TOKEN: 'x' };
  const result = await planwright(['status', '--json'], { cwd: repository.folder, variables });
  expect(result.exitCode).toBe(4);
  expect(result.json().error?.code).toBe('unreachable');
});

describe('checking a plan', () => {
  const good = '## Tasks\n- [ ] a: Do a\n  - run: "true"\n- [ ] b: Do b (after a)\n  - run: "true"\n';

  test('shows it as text, as Mermaid and as JSON', async () => {
    const file = place.write('good.md', good);
    expect(await run('plan', 'check', file)).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('a → b') });
    const mermaid = await run('plan', 'check', file, '--format', 'mermaid');
    expect(mermaid.stdout).toMatch(/^flowchart/);
    const json = (await run('plan', 'check', file, '--format', 'json')).json();
    expect(json.ok).toBe(true);
    expect((await run('plan', 'check', file, '--json')).json()).toEqual(json);
  });

  test('reads standard input', async () => {
    const options = { cwd: repository.folder, variables: place.variables, input: good };
    expect((await planwright(['plan', 'check', '-'], options)).exitCode).toBe(0);
  });

  test('names every problem and ends with 2', async () => {
    const file = place.write('bad.md', '## Tasks\n- [ ] a: Do a (after: parzer)\n- [ ] parser: P (timeout: soon)\n');
    const text = await run('plan', 'check', file);
    expect(text.exitCode).toBe(2);
    expect(text.stdout).toMatch(/line 2:.*\n.*line 3:/);
    const json = (await run('plan', 'check', file, '--json')).json();
    expect(json).toMatchObject({ ok: false, error: { code: 'plan_invalid', details: { problems: [{}, {}] } } });
  });
});

describe('where nothing has run', () => {
  test('status and list say so, and make nothing', async () => {
    expect(await run('status')).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('No plan has run') });
    expect((await run('run', 'list', '--json')).json()).toEqual({ ok: true, data: { runs: [] } });
    expect(repository.git('status', '--porcelain')).toBe('');
  });

  test('a plan is refused before anything is made', async () => {
    const agents = place.write('agents.md', '## Tasks\n- [ ] a: Do a (agent: nobody)\n');
    expect(await run('plan', 'run', agents)).toMatchObject({
      exitCode: 2,
      stderr: expect.stringContaining('the agent `nobody`'),
    });
    const bad = place.write('bad.md', '## Tasks\n- [ ] a: Do a (after: parzer)\n');
    expect((await run('plan', 'run', bad)).exitCode).toBe(2);
    const outside = join(place.folder, 'outside');
    mkdirSync(outside);
    const good = place.write('good.md', '## Tasks\n- [ ] a: Do a\n  - run: "true"\n');
    const elsewhere = await planwright(['plan', 'run', good], { cwd: outside, variables: place.variables });
    expect(elsewhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('not in a git repository') });
    const empty = scratchRepository({ commit: false });
    const unborn = await run('plan', 'run', good, '--repo', empty.folder, '--json');
    expect(unborn.json().error?.code).toBe('no_commit');
    empty.remove();
    expect(repository.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
  });
});
