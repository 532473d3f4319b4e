import { execFileSync } from 'node:child_process';
import { expect } from 'vitest';
import { kindOf, type Outcome, stateOf } from './outcome.ts';
import type { Performance } from './performance.ts';

/** What holds at the end of every scenario, whatever went wrong in it. */
export async function expectInvariants(performance: Performance, outcome: Outcome): Promise<void> {
  expectNothingDoubled(performance, outcome);
  expectNothingLost(performance, outcome);
  const dead = await performance.view.dead();
  const { expected } = performance.scenario;
  expect(dead.length, `effects that were given up:\n${dead.join('\n')}`).toBe(expected.dead.length);
  for (const [index, part] of expected.dead.entries()) expect(dead[index]).toContain(part);
}

/** One comment for each marker, one open pull request for each branch, one check run for each name and commit. */
export function expectNothingDoubled({ github, repository, issue }: Performance, outcome: Outcome): void {
  const markers = outcome.ours.map(({ body }) => /<!-- planwright:.* -->\s*$/.exec(body)?.[0]);
  expect(repeated(markers), `comments on #${issue}: ${outcome.ours.map(kindOf)}`).toEqual([]);
  const open = outcome.pulls.filter((pull) => stateOf(pull) === 'open').map(({ pull }) => pull.headBranch);
  expect(repeated(open), 'open pull requests from the same branch').toEqual([]);
  const heads = outcome.pulls.map(({ pull }) => `${pull.headBranch} ${pull.headSha}`);
  expect(repeated(heads), 'pull requests of the same commit').toEqual([]);
  const own = github.checks(repository).filter(({ name }) => name.startsWith('planwright'));
  const checks = own.map(({ name, headSha }) => `${name} at ${headSha}`);
  expect(repeated(checks), 'check runs').toEqual([]);
}

/** Every commit that an attempt left is reachable, and what was merged is in the integration branch. */
export function expectNothingLost({ repository }: Performance, { record }: Outcome): void {
  if (record === undefined) return;
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', repository.folder, ...args], { encoding: 'utf8' }).trim();
  const refs = new Set(git('for-each-ref', '--format=%(refname)').split('\n'));
  for (const { task, number, ref, commit } of [...record.attempts.values()].flat()) {
    if (commit === null) continue;
    expect(refs.has(ref), `${ref}, where attempt ${number} of ${task} left ${commit}`).toBe(true);
    expect(git('merge-base', commit, ref), `what ${ref} contains`).toBe(commit);
  }
  const { integrationHead } = record.run;
  for (const { key, commit, mergeCommit } of record.tasks) {
    if (commit !== null) expect(git('for-each-ref', '--contains', commit), `refs that contain ${key}`).not.toBe('');
    if (mergeCommit === null) continue;
    expect(integrationHead, `the integration head, since ${key} is merged`).not.toBeNull();
    expect(git('merge-base', mergeCommit, integrationHead ?? ''), `the merge of ${key} is in`).toBe(mergeCommit);
    expect(git('for-each-ref', '--contains', mergeCommit), `refs that contain the merge of ${key}`).not.toBe('');
  }
}

function repeated(things: readonly (string | undefined)[]): readonly (string | undefined)[] {
  return things.filter((thing, index) => things.indexOf(thing) !== index);
}
