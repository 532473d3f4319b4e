import { beforeEach, expect, it } from 'vitest';
import type { RepositoryRecord } from '../../src/core/records.ts';
import { rememberingRefusals } from '../../src/github/remembering_refusals.ts';
import { type FakeWorld, fakeGitHubSide } from '../support/fake_github_side.ts';

const REPOSITORY: RepositoryRecord = {
  id: 'r',
  name: 'acme/web',
  cloneUrl: 'https://github.com/acme/web.git',
  github: { id: 77, installation: 1 },
};
const WRITE = { kind: 'role', atLeast: 'write' } as const;

let world: FakeWorld;
let now: number;
let ask: (login: string, repository?: RepositoryRecord) => Promise<boolean>;
beforeEach(() => {
  const fake = fakeGitHubSide();
  world = fake.world;
  now = 0;
  const { authorization, repositories } = rememberingRefusals(fake.github, { now: () => now });
  ask = async (login, repository = REPOSITORY) => {
    await repositories.settingsFiles(repository);
    return authorization.may(repository, login, WRITE);
  };
});

it('asks GitHub once a minute for who may not, however much they send', async () => {
  for (let time = 0; time < 50; time++) expect(await ask('mallory')).toBe(false);
  expect(world.asked).toBe(2);
  now = 60_000;
  world.permitted.add('mallory');
  expect(await ask('mallory')).toBe(true);
});

it('asks every time for who may, with the settings as they are', async () => {
  for (let time = 0; time < 3; time++) expect(await ask('ada')).toBe(true);
  expect(world.asked).toBe(6);
  world.permitted.delete('ada');
  expect(await ask('ada')).toBe(false);
});

it('believes settings for a minute from when they were read, however many strangers come', async () => {
  for (const [at, login] of [
    [0, 'mallory'],
    [59_000, 'trudy'],
    [60_000, 'trudy'],
  ] as const) {
    now = at;
    await ask(login);
  }
  expect(world.asked).toBe(4);
});

it('keeps people and repositories apart', async () => {
  await ask('mallory');
  expect(await ask('ada')).toBe(true);
  world.asked = 0;
  await ask('mallory', { ...REPOSITORY, name: 'acme/app', github: { id: 78, installation: 1 } });
  expect(world.asked).toBe(2);
});

it('keeps no more than so much', async () => {
  for (let stranger = 0; stranger <= 1_000; stranger++) await ask(`stranger-${stranger}`);
  world.asked = 0;
  await ask('stranger-0');
  expect(world.asked).toBe(1);
});
