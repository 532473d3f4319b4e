import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Home, home, planwright, start } from './planwright.ts';

const tokens = { RUNNER_TOKEN: 'for-runners', OPERATOR_TOKEN: 'for-people' };
/** On a busy machine a runner is not heard of for long, and is shown all the same. */
const calm = { LEASE_MS: '600000' };

let place: Home;
let folder: string;
let service: ReturnType<typeof start>;
let address: string;
beforeAll(async () => {
  place = home('repositories: ["*"]\nsandbox: off\n');
  folder = join(place.folder, 'service');
  mkdirSync(folder);
  service = start(['serve', '--json'], {
    cwd: folder,
    variables: { ...place.variables, ...tokens, ...calm, PORT: '0' },
  });
  const line = await new Promise<string>((resolve) => service.stdout?.once('data', (piece) => resolve(String(piece))));
  address = JSON.parse(line).data.address;
});
afterAll(async () => {
  service.kill('SIGTERM');
  await service;
  place.remove();
});

const named = () => ({ ...place.variables, PLANWRIGHT_URL: address, OPERATOR_TOKEN: tokens.OPERATOR_TOKEN });
const run = (...args: string[]) => planwright(args, { cwd: place.folder, variables: named() });
const runner = (token: string) =>
  planwright(['runner', '--once'], { cwd: place.folder, variables: { ...named(), RUNNER_TOKEN: token } });

test('a token is made, lets a runner in, is listed, and revoked', async () => {
  expect((await run('token', 'list')).stdout).toContain('planwright token create NAME');
  const made = (
    await run('token', 'create', 'forge', '--repository', 'acme/*', '--repository', 'me/x', '--json')
  ).json();
  const secret = String(made.data?.secret);
  expect(await runner(secret)).toMatchObject({ exitCode: 0 });
  const listed = await run('token', 'list');
  expect(listed.stdout).toMatch(/^forge {2}acme\/\*, me\/x {2}made \S+ {2}last used \d{4}-\d\d-\d\d$/);
  expect((await run('status')).stdout).toMatch(/sandbox none .* token forge$/m);

  expect(await run('token', 'revoke', 'forge')).toMatchObject({
    exitCode: 0,
    stdout: expect.stringContaining('forge is revoked'),
  });
  const refused = await runner(secret);
  expect(refused.exitCode).toBe(3);
  expect(refused.stderr).toMatch(/`forge` was revoked.*planwright token create/);
  expect(refused.stderr).not.toContain(secret);
  expect((await run('token', 'list')).stdout).toMatch(/ {2}revoked \d{4}-\d\d-\d\d$/);
});

test('a token is shown once, with what it is for', async () => {
  const made = await run('token', 'create', 'bench');
  expect(made.stdout).toMatch(
    /^Token bench for the tasks of all repositories:\n {2}pwr_[\w-]{43}\nIt is not shown again\./,
  );
  expect(await run('token', 'create', 'bench')).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('Choose another name'),
  });
  expect(await run('token', 'create', 'Big Name')).toMatchObject({ exitCode: 2 });
  expect(await run('token', 'revoke', 'nobody/../..')).toMatchObject({
    exitCode: 2,
    stderr: expect.stringContaining('planwright token list'),
  });
});

test('in the folder of a service commands say how to name it', async () => {
  const here = { cwd: folder, variables: place.variables };
  for (const args of [['status'], ['run', 'list'], ['token', 'list']]) {
    const result = await planwright(args, here);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
    expect(result.stderr).toContain(`PLANWRIGHT_URL=${address}`);
  }
  const elsewhere = await planwright(['token', 'list'], { cwd: place.folder, variables: place.variables });
  expect(elsewhere).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('name it by PLANWRIGHT_URL') });
  const plain = await planwright(['status'], { cwd: place.folder, variables: place.variables });
  expect(plain).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('is not in a git repository') });
  expect(plain.stderr).toContain('Where a service is meant, name it by PLANWRIGHT_URL, with its OPERATOR_TOKEN.');
});
