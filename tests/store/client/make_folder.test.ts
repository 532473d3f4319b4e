import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { makeFolder } from '../../../src/store/client/make_folder.ts';

let scratch: string;
beforeEach(async () => {
  scratch = await mkdtemp(join(tmpdir(), 'planwright-folder-'));
});
afterEach(() => rm(scratch, { recursive: true, force: true }));

it('makes a folder and those above it, for its user alone, and again without harm', async () => {
  const folder = join(scratch, 'a', 'b');
  await Promise.all([makeFolder(folder), makeFolder(folder)]);
  await makeFolder(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
});

it('says so where a file is in the way', async () => {
  await writeFile(join(scratch, 'file'), '');
  await expect(makeFolder(join(scratch, 'file', 'a'))).rejects.toMatchObject({ code: 'ENOTDIR' });
});

it('ends where the system refuses new folders as if their parent were missing', async () => {
  await expect(makeFolder('/proc/nope/a')).rejects.toMatchObject({ code: 'ENOENT' });
});
