import { mkdir, readFile, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { clearAllLent, clearLent, writeLentRecord } from '../../../runner/home/lent_record.ts';
import { makeScratchFolder, namesIn, type ScratchFolder, writeFiles } from '../../support/git_repository.ts';

const LENT = [{ path: '.codex/auth.json' }, { path: 'login.json' }];

let scratch: ScratchFolder;
let home: string;
beforeEach(async () => {
  scratch = await makeScratchFolder();
  home = join(scratch.path, 'homes', 'run.task.codex');
  await mkdir(home, { recursive: true });
  await writeFiles(home, {
    '.codex/auth.json': 'a login',
    '.codex/sessions/1': 'a conversation',
    'login.json': 'another',
  });
});
afterEach(() => scratch.remove());

it('what is written down as lent is taken away, and nothing else', async () => {
  await clearLent(home);
  expect(await namesIn(home)).toContain('login.json');
  await writeLentRecord(home, LENT);
  expect((await stat(join(scratch.path, 'lent', 'run.task.codex.json'))).mode & 0o777).toBe(0o600);
  await clearLent(home);
  await expect(stat(join(home, 'login.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  await expect(stat(join(home, '.codex/auth.json'))).rejects.toMatchObject({ code: 'ENOENT' });
  expect(await readFile(join(home, '.codex/sessions/1'), 'utf8')).toBe('a conversation');
  expect(await namesIn(join(scratch.path, 'lent'))).toEqual([]);
});

it('in every HOME, also one that is gone', async () => {
  const other = join(scratch.path, 'homes', 'run.other.codex');
  await mkdir(other);
  await writeFiles(other, { 'login.json': 'a login' });
  for (const each of [home, other, join(scratch.path, 'homes', 'run.gone.codex')]) await writeLentRecord(each, LENT);
  await clearAllLent(scratch.path);
  expect(await namesIn(other)).toEqual([]);
  expect(await namesIn(home)).not.toContain('login.json');
  expect(await namesIn(join(scratch.path, 'lent'))).toEqual([]);
  await clearAllLent(join(scratch.path, 'a-new-runner'));
});

it('but no link is followed', async () => {
  const outside = join(scratch.path, 'outside');
  await mkdir(outside);
  await writeFiles(outside, { 'auth.json': 'keep me' });
  await symlink(outside, join(home, '.linked'));
  await writeLentRecord(home, [{ path: '.linked/auth.json' }]);
  await clearLent(home);
  expect(await readFile(join(outside, 'auth.json'), 'utf8')).toBe('keep me');
});
