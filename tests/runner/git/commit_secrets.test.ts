import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { commitWorktree } from '../../../runner/git/commit.ts';
import type { CommitRequest } from '../../../runner/git/commit_request.ts';
import { SecretsInCommit } from '../../../runner/git/commit_secrets.ts';
import { salvageAttempt } from '../../../runner/git/salvage.ts';
import { attemptCommits } from '../../../runner/git/worktree.ts';
import { redactionOf } from '../../../runner/redaction.ts';
import { filesOf, git, writeFiles } from '../../support/git_repository.ts';
import { type AttemptFixture, makeAttempt } from './attempt_fixture.ts';

const made = (...parts: readonly string[]) => parts.join('');
const KNOWN = made('key', '-of-', 'this-runner');
const TOKEN = made('gh', 'p_', 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hJ3lP6');
const PEM = made('-----BEGIN PRIVATE', ' KEY-----\n', 'aB3dE6gH9jK2mN5pQ8sT1vW4yZ7cF0hJ\n', 'QQ==\n');
const ADVICE = 'Read it from the environment instead; a test makes one up at run time.';
const secrets = redactionOf([KNOWN]);
const ref = 'refs/planwright/attempts/run/task/1';

let fixture: AttemptFixture;
beforeEach(async () => {
  fixture = await makeAttempt({ 'a.txt': `one\ntwo\n${TOKEN}\n`, '.gitignore': 'out/\n' });
});
afterEach(async () => await fixture.remove());

const commit = () => commitWorktree({ ...fixture.request, secrets });
const refused = async (changes: Partial<CommitRequest> = {}) => {
  const error: unknown = await commitWorktree({ ...fixture.request, secrets, ...changes }).then(
    () => undefined,
    (thrown) => thrown,
  );
  if (!(error instanceof SecretsInCommit)) throw new Error(`not refused: ${String(error)}`);
  return error;
};

test('a commit with a secret is refused with places and kinds, never the values, and the attempt stays where it stood', async () => {
  const before = await attemptCommits(fixture.attempt);
  await writeFiles(fixture.attempt.tree, {
    'src/a b.ts': `1\n2\nconst key = '${KNOWN}';\n`,
    'größe.txt': `\u0000binary\n${TOKEN}`,
    'key.pem': `\n${PEM}`,
  });
  const { message, found } = await refused();
  expect(message).toBe(
    'Secrets were about to be committed: a GitHub token in `größe.txt:2`, a private key in `key.pem:2`, a secret of the runner in `src/a b.ts:3`. ' +
      ADVICE,
  );
  expect(found.map(({ isKnown }) => isKnown)).toEqual([false, false, true]);
  expect(await attemptCommits(fixture.attempt)).toEqual(before);
});

test('a secret stands in what a symbolic link points to, and in the name of a file', async () => {
  await symlink(`/nowhere/${TOKEN}`, join(fixture.attempt.tree, 'link'));
  await writeFiles(fixture.attempt.tree, { [`${TOKEN}.txt`]: 'x' });
  expect((await refused()).message).toBe(
    `Secrets were about to be committed: a GitHub token in the name of a file, a GitHub token in \`link:1\`. ${ADVICE}`,
  );
});

test('what was there before is no business of the attempt, nor is what a person made up', async () => {
  await writeFiles(fixture.attempt.tree, {
    'a.txt': `one\nTWO\n${TOKEN}\n`,
    'docs.md': `${made('AKIA', 'IOSFODNN7EXAMPLE')} ${made('ghp', '_', 'x'.repeat(36))} sk-circle-fade-dot-of-the-spinner-12\n`,
  });
  expect(await commit()).toMatchObject({ kind: 'committed' });
});

test('a text larger than one piece is seen whole, with the right line', async () => {
  const filler = `${'x'.repeat(99)}\n`.repeat(10_000 - 30);
  await writeFiles(fixture.attempt.tree, { 'big.txt': `${filler}${'y\n'.repeat(1_400)}${PEM}${filler}` });
  expect((await refused()).message).toContain(`a private key in \`big.txt:${10_000 - 30 + 1_401}\``);
});

test('content that looks like the header of a patch is content', async () => {
  await writeFiles(fixture.attempt.tree, { 'x.patch': `++ b/other\n@@ -1 +1 @@\n-- a\n+${TOKEN}\n` });
  expect((await refused()).message).toContain('`x.patch:4`');
});

test('saved work has its secrets blotted out, and nothing else', async () => {
  await writeFiles(fixture.attempt.tree, {
    'a.txt': `one\nTWO ${KNOWN}\n${TOKEN}\n`,
    'key.pem': PEM,
    'good.txt': 'work',
  });
  const result = await salvageAttempt({ ...fixture.request, ref, secrets });
  expect(result.kind).toBe('saved');
  expect(await filesOf(fixture.repository, ref)).toEqual([
    '100644 .gitignore: out/',
    `100644 a.txt: one\nTWO ${'*'.repeat(KNOWN.length)}\n${TOKEN}`,
    '100644 good.txt: work',
    `100644 key.pem: ${'*'.repeat(PEM.length)}`.replaceAll('\n', ''),
  ]);
  expect(await git(fixture.repository, 'log', '--all', '--oneline', '-S', KNOWN)).toBe('');
});

test('work with a secret where it cannot be blotted out is pushed nowhere', async () => {
  await writeFiles(fixture.attempt.tree, { [`${KNOWN}.txt`]: 'x' });
  await expect(salvageAttempt({ ...fixture.request, ref, secrets })).rejects.toThrow(SecretsInCommit);
  expect(await git(fixture.repository, 'for-each-ref', 'refs/planwright')).toBe('');
});

test('what only looks like a secret is let in where that is allowed; one that the runner knows never is', async () => {
  await writeFiles(fixture.attempt.tree, { 'key.txt': `${TOKEN}\n${KNOWN}\n`, 'b/key.txt': `above\n${TOKEN}` });
  const likenesses = async () => (await refused()).found.filter(({ isKnown }) => !isKnown).map(({ digest }) => digest);
  const before = await likenesses();
  expect(new Set(before).size).toBe(2);
  const isAllowed = () => true;
  expect((await refused({ isAllowed })).found).toEqual([expect.objectContaining({ isKnown: true })]);
  await writeFiles(fixture.attempt.tree, { 'key.txt': `moved\n\n${TOKEN}\n` });
  expect(await likenesses()).toEqual(before);
  expect(await commitWorktree({ ...fixture.request, secrets, isAllowed })).toMatchObject({ kind: 'committed' });
});
