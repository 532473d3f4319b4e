import { afterEach, beforeEach, expect, test } from 'vitest';
import { type Home, home, planwright, start } from './planwright.ts';

let place: Home;
beforeEach(() => {
  place = home('repositories: ["*"]\nsandbox: off\n');
});
afterEach(() => place.remove());

test('a service answers the command line and runners until it is told to end', async () => {
  const tokens = { RUNNER_TOKEN: 'for-runners', OPERATOR_TOKEN: 'for-people' };
  const serving = { ...tokens, DATABASE_URL: `file:${place.folder}/planwright.db`, PORT: '0' };
  const service = start(['serve', '--json'], { cwd: place.folder, variables: { ...place.variables, ...serving } });
  const line = await new Promise<string>((resolve) => service.stdout?.once('data', (piece) => resolve(String(piece))));
  const { address } = JSON.parse(line).data;

  const variables = { ...place.variables, ...tokens, PLANWRIGHT_URL: address };
  const options = { cwd: place.folder, variables };
  const runner = start(['runner', '--label', 'gpu'], options);
  await new Promise<void>((resolve) => {
    runner.stderr?.on('data', (piece) => String(piece).includes('is registered') && resolve());
  });
  const status = await planwright(['status', '--json'], options);
  expect(status.json()).toMatchObject({ ok: true, data: { runs: [], runners: [{ labels: ['gpu'] }] } });
  const stranger = { ...options, variables: { ...variables, OPERATOR_TOKEN: 'for-runners' } };
  expect(await planwright(['run', 'list'], stranger)).toMatchObject({ exitCode: 3 });
  expect((await planwright(['run', 'show', 'nothing', '--json'], options)).json().error?.code).toBe('not_found');
  const taken = { ...serving, PORT: new URL(address).port, DATABASE_URL: `file:${place.folder}/other.db` };
  const second = await planwright(['serve'], { cwd: place.folder, variables: { ...place.variables, ...taken } });
  expect(second).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('something else listens there') });

  const same = { cwd: place.folder, variables: { ...place.variables, ...serving } };
  expect(await planwright(['serve'], same)).toMatchObject({
    exitCode: 3,
    stderr: expect.stringContaining('is in use'),
  });

  const quiet = { ...options, variables: { ...variables, LOG_LEVEL: 'error' } };
  expect(await planwright(['runner', '--once'], quiet)).toMatchObject({ exitCode: 0, stderr: '' });

  runner.kill('SIGTERM');
  expect((await runner).exitCode).toBe(0);
  service.kill('SIGTERM');
  expect((await service).exitCode).toBe(0);
});

test('a database that cannot be used is named, with how to mend it', async () => {
  const tokens = { ...place.variables, RUNNER_TOKEN: 'for-runners', OPERATOR_TOKEN: 'for-people', PORT: '0' };
  const serve = (url: string) =>
    planwright(['serve'], { cwd: place.folder, variables: { ...tokens, DATABASE_URL: url } });
  const garbage = place.write('garbage.db', 'this is no database at all');
  expect(await serve(`file:${garbage}`)).toMatchObject({
    exitCode: 1,
    stderr: expect.stringMatching(/garbage\.db: The database cannot be read.*Restore a backup/),
  });
  expect(await serve(`file:${garbage}/below.db`)).toMatchObject({
    exitCode: 2,
    stderr: expect.stringMatching(/below\.db: The database refused access.*who may write the file/),
  });
  const away = await serve('http://127.0.0.1:1?authToken=token-of-the-server');
  expect(away).toMatchObject({ exitCode: 4, stderr: expect.stringMatching(/127\.0\.0\.1:1: .*did not answer/) });
  expect(away.stderr).not.toContain('token-of-the-server');
});
