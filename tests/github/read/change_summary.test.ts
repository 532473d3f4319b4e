import { describe, expect, it } from 'vitest';
import { createRepositoryReader } from '../../../src/github/repository_reader.ts';
import { clientsOf } from '../clients_of.ts';
import { forgeSetting } from '../forge_setting.ts';

const setting = forgeSetting();
const BRANCH = 'planwright/1/parser';

/** A branch that was left to a person, with what they are asked to push to it and what is said of that. */
async function left() {
  const { repo, record } = await setting.world();
  const github = setting.github();
  const reader = createRepositoryReader(clientsOf(github).forScope, async () => true);
  const push = (files: Readonly<Record<string, string | null>>, message = 'fix: by hand') =>
    github.pushCommit({ repo, branch: BRANCH, author: 'bob', files, message });
  const from = await push(
    { 'src/old.ts': 'one\ntwo\nthree\nfour\n', 'logo.png': 'a\0b', 'gone.txt': 'gone\n' },
    'Left',
  );
  const summary = async () => (await reader.changeSince(record, BRANCH, from))?.summary.split('\n');
  return { github, repo, record, reader, push, from, summary };
}

describe('what a person changed on a branch that was left to them', () => {
  it('is nothing where its head is what was left, or there is no branch any more', async () => {
    const { github, repo, record, reader, from } = await left();
    expect(await reader.changeSince(record, BRANCH, from)).toBeNull();
    await github.deleteBranch({ repo, branch: BRANCH, by: 'bob' });
    expect(await reader.changeSince(record, BRANCH, from)).toBeNull();
  });

  it('is told by commits and files: what is no text, or was only moved, has no lines', async () => {
    const { push, summary } = await left();
    const first = await push(
      { 'src/old.ts': null, 'src/new.ts': 'one\ntwo\nthree\nfour\n' },
      'Move it\n\n@eve: why not',
    );
    const second = await push({ 'logo.png': 'a\0c', 'gone.txt': null, 'docs/a.md': 'a\n' });
    expect(await summary()).toEqual([
      `${first.slice(0, 7)} bob: Move it`,
      `${second.slice(0, 7)} bob: fix: by hand`,
      'docs/a.md (added) +1 -0',
      'gone.txt (removed) +0 -1',
      'logo.png (modified)',
      'src/new.ts (renamed from src/old.ts)',
    ]);
  });

  it('is cut where there is much of it, and says how much is left out', async () => {
    const { push, summary } = await left();
    for (let n = 0; n < 32; n += 1) await push({ [`src/${n}.txt`]: `${n}\n` }, 'x'.repeat(n === 0 ? 500 : 1));
    await push(Object.fromEntries(Array.from({ length: 70 }, (_, n) => [`many/${n}.txt`, `${n}\n`])));
    const lines = (await summary()) ?? [];
    expect(lines[0]).toHaveLength('1234567 bob: '.length + 121);
    expect(lines).toContain('and 3 more commits');
    expect(lines.at(-1)).toBe('and 42 more files');
    expect(lines).toHaveLength(30 + 1 + 60 + 1);
  });

  it('says so where the work that was left is no part of the branch any more', async () => {
    const { github, repo, push, from, summary } = await left();
    await push({ 'b.txt': 'b\n' });
    const parent = repo.refs.get('refs/heads/main') ?? '';
    const anew = { repo, branch: BRANCH, author: 'bob', files: { 'anew.txt': 'anew\n' }, message: 'Anew' };
    const head = await github.pushCommit({ ...anew, force: { parent } });
    expect(await summary()).toEqual([
      `The branch was overwritten: 1 commit up to ${from.slice(0, 7)} is no part of it any more.`,
      `${head.slice(0, 7)} bob: Anew`,
      'anew.txt (added) +1 -0',
    ]);
  });

  it('is told by its head alone where it has nothing in common with what was left', async () => {
    const { github, record, reader, repo, push } = await left();
    const head = await push({ 'b.txt': 'b\n' });
    const fault = { kind: 'status', status: 404, message: 'No common ancestor' } as const;
    github.faults.once(fault, ({ url }) => url.includes('/compare/') && url.includes(repo.name));
    expect(await reader.changeSince(record, BRANCH, 'f'.repeat(40))).toEqual({ head, summary: '' });
  });
});
