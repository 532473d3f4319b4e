import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';
import { type Home, home, planwright } from './planwright.ts';

let repository: ScratchRepository;
let place: Home;
beforeAll(async () => {
  repository = scratchRepository();
  place = home();
  const file = place.write('dates.md', "## Tasks\n- [ ] a: Write a\n  - run: sh -c 'echo a > a'\n");
  expect((await run('plan', 'run', file)).exitCode).toBe(0);
});
afterAll(() => {
  repository.remove();
  place.remove();
});

const run = (...args: string[]) => planwright(args, { cwd: repository.folder, variables: place.variables });

const noRun = 'There is no run `nope`. `planwright run list` shows';
const noTask = '`dates` has no task `nope`. `planwright run show dates` lists';

test.each([
  [['run', 'show', 'nope'], noRun],
  [['run', 'cancel', 'nope'], noRun],
  [['task', 'show', 'nope', 'a'], noRun],
  [['task', 'log', 'nope', 'a'], noRun],
  [['task', 'retry', 'nope', 'a'], noRun],
  [['task', 'cancel', 'nope', 'a'], noRun],
  [['task', 'show', 'nope'], noTask],
  [['task', 'log', 'dates', 'nope'], noTask],
  [['task', 'retry', 'nope'], noTask],
  [['task', 'cancel', 'nope'], noTask],
  [['task', 'log', 'a', '--attempt', '9'], '`a` has no attempt 9'],
  [['delivery', 'retry', 'nope'], 'No webhook `nope` was given up. `planwright status` lists'],
])('%j names what there is not: exit code 2, and where to look', async (args, message) => {
  const result = await run(...args, '--json');
  expect(result.json()).toMatchObject({ ok: false, error: { code: 'not_found' } });
  expect(result.json().error?.message).toContain(message);
  expect(result.exitCode).toBe(2);
});

test('what has ended is not ended again: that is refused', async () => {
  for (const args of [
    ['task', 'retry', 'a'],
    ['task', 'cancel', 'a'],
    ['run', 'cancel'],
  ]) {
    const result = await run(...args);
    expect([args, result.exitCode, result.stdout]).toEqual([args, 3, '']);
    expect(result.stderr).toMatch(/^planwright: \S.*\.$/m);
  }
});
