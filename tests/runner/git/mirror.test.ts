import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { proveAncestors, resolveCommit } from '../../../runner/git/ancestry.ts';
import { readCloneUrl } from '../../../runner/git/clone_url.ts';
import { fetchMirror } from '../../../runner/git/fetch.ts';
import { requireGit } from '../../../runner/git/git_version.ts';
import { openMirror } from '../../../runner/git/mirror.ts';
import {
  commitFiles,
  git,
  makeRepository,
  makeScratchFolder,
  namesIn,
  type ScratchFolder,
} from '../../support/git_repository.ts';

let scratch: ScratchFolder;
let repository: string;
let first: string;

beforeEach(async () => {
  scratch = await makeScratchFolder();
  repository = join(scratch.path, 'repository');
  first = await makeRepository(repository, { 'a.txt': 'one' });
});
afterEach(async () => await scratch.remove());

const open = () => openMirror({ workDir: join(scratch.path, 'work'), repository: 'r1', cloneUrl: repository });

test('many who open and fetch a mirror at once share one', async () => {
  const mirrors = await Promise.all(Array.from({ length: 8 }, open));
  await Promise.all(mirrors.map((mirror) => fetchMirror(mirror)));
  expect(new Set(mirrors.map(({ folder }) => folder)).size).toBe(1);
  expect(await resolveCommit(await open(), 'refs/heads/main')).toBe(first);
});

test('a fetch follows the remote: moved, rewritten, deleted and renamed branches', async () => {
  const mirror = await open();
  await git(repository, 'branch', 'topic');
  await fetchMirror(mirror);
  await git(repository, 'branch', '-D', 'topic');
  await git(repository, 'branch', 'topic/deeper');
  await git(repository, 'commit', '--quiet', '--amend', '-m', 'rewritten');
  const rewritten = await git(repository, 'rev-parse', 'HEAD');
  await fetchMirror(mirror);
  expect(await resolveCommit(mirror, 'refs/heads/main')).toBe(rewritten);
  expect(await resolveCommit(mirror, 'refs/heads/topic/deeper')).toBe(first);
  await expect(resolveCommit(mirror, 'refs/heads/topic')).rejects.toMatchObject({ code: 'commit_missing' });
});

test('refs beside branches and single commits are fetched when they are asked for', async () => {
  const mirror = await open();
  const ref = 'refs/planwright/attempts/r/t/1';
  const hidden = await commitFiles(repository, { 'b.txt': 'two' });
  await git(repository, 'update-ref', ref, hidden);
  await git(repository, 'reset', '--quiet', '--hard', first);
  await fetchMirror(mirror);
  await expect(resolveCommit(mirror, hidden)).rejects.toMatchObject({ code: 'commit_missing' });
  await fetchMirror(mirror, { commits: [hidden] });
  expect(await resolveCommit(mirror, hidden)).toBe(hidden);
  await fetchMirror(mirror, { refs: [ref] });
  expect(await resolveCommit(mirror, ref)).toBe(hidden);
  await fetchMirror(mirror);
  expect(await resolveCommit(mirror, ref)).toBe(hidden);
});

test('what the remote does not have is named', async () => {
  const mirror = await open();
  const unknown = 'f'.repeat(40);
  await expect(fetchMirror(mirror, { commits: [unknown] })).rejects.toMatchObject({
    code: 'commit_missing',
    message: expect.stringContaining(unknown),
  });
  await expect(fetchMirror(mirror, { refs: ['refs/planwright/none'] })).rejects.toMatchObject({
    code: 'commit_missing',
    message: expect.stringContaining('refs/planwright/none'),
  });
});

test('ancestors are proved, and the one that is missing is named', async () => {
  const mirror = await open();
  const second = await commitFiles(repository, { 'b.txt': 'two' });
  await git(repository, 'checkout', '--quiet', '-b', 'side', first);
  const side = await commitFiles(repository, { 'c.txt': 'three' });
  await fetchMirror(mirror);
  await proveAncestors(mirror, second, [first, second]);
  await expect(proveAncestors(mirror, second, [first, side])).rejects.toMatchObject({
    code: 'not_an_ancestor',
    message: `The head ${second} does not contain ${side}.`,
  });
  const unknown = 'e'.repeat(40);
  await expect(proveAncestors(mirror, second, [unknown])).rejects.toMatchObject({
    code: 'commit_missing',
    message: expect.stringContaining(unknown),
  });
});

test('locks that a killed git left do not block the next fetch', async () => {
  const mirror = await open();
  await fetchMirror(mirror);
  const second = await commitFiles(repository, { 'b.txt': 'two' });
  await writeFile(join(mirror.folder, 'refs', 'heads', 'main.lock'), '');
  await writeFile(join(mirror.folder, 'packed-refs.lock'), '');
  await fetchMirror(mirror);
  expect(await resolveCommit(mirror, 'refs/heads/main')).toBe(second);
});

test('a shallow repository is mirrored as it is', async () => {
  const second = await commitFiles(repository, { 'b.txt': 'two' });
  const shallow = join(scratch.path, 'shallow');
  await git(scratch.path, 'clone', '--quiet', '--depth=1', `file://${repository}`, shallow);
  const mirror = await openMirror({ workDir: join(scratch.path, 'work'), repository: 'r2', cloneUrl: shallow });
  await fetchMirror(mirror);
  expect(await resolveCommit(mirror, 'refs/heads/main')).toBe(second);
});

test('configuration that somebody put into the mirror is gone before git reads it', async () => {
  const mirror = await open();
  await git(mirror.folder, 'config', 'filter.x.smudge', 'touch /nonexistent');
  await fetchMirror(await open());
  expect(await git(mirror.folder, 'config', '--local', '--list', '--name-only')).toBe(
    'core.repositoryformatversion\ncore.filemode\ncore.bare',
  );
});

test('the repository that is mirrored is only read', async () => {
  const before = await namesIn(join(repository, '.git'));
  await fetchMirror(await open());
  expect(await namesIn(join(repository, '.git'))).toEqual(before);
});

test.each([
  'relative/path',
  'ssh://git@example.com/a.git',
  'git@example.com:a.git',
  'ext::sh -c "touch x"',
  '--upload-pack=x',
  'https://user:secret@example.com/a.git',
  'https://token@example.com/a.git',
])('the clone URL %s is refused', (cloneUrl) => {
  expect(() => readCloneUrl(cloneUrl)).toThrowError(expect.objectContaining({ code: 'clone_url_refused' }));
});

test('git must be recent enough', async () => {
  expect(await requireGit()).toMatch(/^\d+\.\d+/);
  expect(await requireGit('git version 2.47.1.windows.1')).toBe('2.47.1');
  expect(await requireGit('git version 10.0')).toBe('10.0');
  await expect(requireGit('git version 2.37.9')).rejects.toMatchObject({ code: 'git_too_old' });
  await expect(requireGit('what')).rejects.toMatchObject({ code: 'git_too_old' });
});
