import { mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { databaseFileOf, findRepository, requireUsable } from '../../src/local/find_repository.ts';
import { gitTooOld } from '../../src/local/git/git_version.ts';
import { type ScratchRepository, scratchRepository } from './scratch_repository.ts';

let repository: ScratchRepository;
beforeEach(() => {
  repository = scratchRepository();
});
afterEach(() => repository.remove());

test('is found from any folder in it', async () => {
  const inner = join(repository.folder, 'deep', 'down');
  mkdirSync(inner, { recursive: true });
  const found = await findRepository(inner);
  expect(found.path).toBe(realpathSync(repository.folder));
  expect(databaseFileOf(found)).toBe(join(found.path, '.git', 'planwright', 'planwright.db'));
});

test('its linked work trees share one database', async () => {
  const linked = mkdtempSync(join(tmpdir(), 'planwright-linked-'));
  repository.git('worktree', 'add', '--quiet', '-b', 'topic', join(linked, 'tree'));
  const main = await findRepository(repository.folder);
  const other = await findRepository(join(linked, 'tree'));
  expect(databaseFileOf(other)).toBe(databaseFileOf(main));
  expect(other.path).not.toBe(main.path);
  rmSync(linked, { recursive: true });
});

test('a bare repository is one too', async () => {
  repository.git('init', '--quiet', '--bare', 'bare.git');
  const bare = await findRepository(join(repository.folder, 'bare.git'));
  expect(bare).toMatchObject({ name: 'bare', path: bare.commonDir });
});

test('GIT_DIR of a hook that calls us does not lead astray', async () => {
  const other = scratchRepository();
  process.env.GIT_DIR = join(other.folder, '.git');
  const found = await findRepository(repository.folder).finally(() => {
    delete process.env.GIT_DIR;
  });
  expect(found.path).toBe(realpathSync(repository.folder));
  other.remove();
});

test('what is none, or has nothing to start from, is said', async () => {
  const outside = mkdtempSync(join(tmpdir(), 'planwright-outside-'));
  await expect(findRepository(outside)).rejects.toMatchObject({ code: 'no_repository' });
  await expect(findRepository(join(outside, 'gone'))).rejects.toThrow('There is no folder');
  rmSync(outside, { recursive: true });
  const empty = scratchRepository({ commit: false });
  await expect(requireUsable(await findRepository(empty.folder))).rejects.toMatchObject({ code: 'no_commit' });
  empty.remove();
});

test.each([
  ['git version 2.38.0', true],
  ['git version 2.39.5 (Apple Git-154)', true],
  ['git version 3.0', true],
  ['git version 2.37.9', false],
  ['nonsense', false],
])('%s is recent enough: %s', (printed, enough) => {
  expect(gitTooOld(printed) === undefined).toBe(enough);
});
