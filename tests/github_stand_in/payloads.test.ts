import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import type { GitHub } from '../support/github/start_github.ts';
import { app, clientOf, startWithRepository } from './start.ts';

type Json = Readonly<Record<string, unknown>>;

const file = createRequire(import.meta.url).resolve('@octokit/webhooks-examples');
const definitions = JSON.parse(readFileSync(file, 'utf8')) as { name: string; examples: Json[] }[];

/** The recorded payloads of an event and action. */
function examplesOf(event: string, action: string | null): readonly Json[] {
  const examples = definitions.find(({ name }) => name === event)?.examples ?? [];
  return examples.filter((example) => (example.action ?? null) === action);
}

/** `path → type` of everything below; `null` where a value is null, and nothing below it. */
function fieldsOf(value: unknown, path = ''): Map<string, string> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return new Map();
  return new Map(
    Object.entries(value).flatMap(([key, field]): [string, string][] => {
      const type = field === null ? 'null' : Array.isArray(field) ? 'array' : typeof field;
      return [[`${path}.${key}`, type], ...fieldsOf(field, `${path}.${key}`)];
    }),
  );
}

/** Fields that examples happen to have alike: what the app may do, and what an issue or a repository may have or not. */
const chance = /\.permissions\.|^\.issue\.draft$|\.(license|milestone|assignee)\./;

/** Times of installations are numbers in some events and texts in others. */
const eitherType = /^\.installation\.(created|updated)_at$/;

/** What all examples have and the payload has not, or of another type. */
function differences(payload: Json, examples: readonly Json[]): string[] {
  const ours = fieldsOf(payload);
  const [first = new Map<string, string>(), ...others] = examples.map((example) => fieldsOf(example));
  const isBelowNull = (path: string) =>
    [...ours].some(([field, type]) => type === 'null' && path.startsWith(`${field}.`));
  return [...first]
    .filter(([path]) => others.every((fields) => fields.has(path)) && !chance.test(path) && !isBelowNull(path))
    .flatMap(([path, type]) => {
      const our = ours.get(path);
      if (our === undefined) return [`${path} is missing`];
      const same = our === type || our === 'null' || type === 'null' || eitherType.test(path);
      return same ? [] : [`${path} is ${our}, not ${type}`];
    });
}

/** Everything that people and the app do. */
async function doEverything(github: GitHub): Promise<void> {
  const repo = 'acme/app';
  const by = 'alice';
  const octokit = clientOf(github, 'acme');
  github.addCollaborator(repo, 'bob', 'write');
  await github.openIssue({ repo, author: by, title: 'T', body: 'B', labels: ['plan'] });
  await github.editIssue({ repo, number: 1, by, title: 'T2', body: 'B2' });
  await github.unlabelIssue({ repo, number: 1, by, label: 'plan' });
  await github.closeIssue({ repo, number: 1, by });
  await github.reopenIssue({ repo, number: 1, by });
  const comment = await github.commentOn({ repo, number: 1, author: by, body: 'hi' });
  await github.editComment({ repo, comment: comment.id, by, body: 'ho' });
  await github.deleteComment({ repo, comment: comment.id, by });
  await github.pushCommit({ repo, branch: 'a', author: by, files: { a: 'a\n' } });
  const pull = { ...app, pull_number: 2 };
  const on = { repo, number: 2, by };
  const { data } = await octokit.pulls.create({ ...app, title: 'P', head: 'a', base: 'main', draft: true });
  await github.setDraft({ ...on, draft: false });
  await github.setDraft({ ...on, draft: true });
  await github.setDraft({ ...on, draft: false });
  await octokit.pulls.requestReviewers({ ...pull, reviewers: ['bob'] });
  await octokit.pulls.removeRequestedReviewers({ ...pull, reviewers: ['bob'] });
  await octokit.pulls.update({ ...pull, title: 'P2' });
  await github.labelIssue({ ...on, label: 'x' });
  await github.unlabelIssue({ ...on, label: 'x' });
  await github.reviewPull({ ...on, by: 'bob', state: 'approved' });
  await github.closePull(on);
  await github.reopenPull(on);
  await github.pushCommit({ repo, branch: 'other', author: by, files: { o: 'o\n' } });
  await github.retargetPull({ ...on, base: 'other' });
  await github.pushCommit({ repo, branch: 'a', author: by, files: { b: 'b\n' } });
  const actions = [{ label: 'Retry', description: 'Again', identifier: 'retry' }];
  const check = await octokit.checks.create({ ...app, name: 'planwright', head_sha: data.head.sha, actions });
  await octokit.checks.update({ ...app, check_run_id: check.data.id, conclusion: 'success' });
  await github.pressCheckButton({ repo, check: check.data.id, by, identifier: 'retry' });
  await github.rerequestCheck({ repo, check: check.data.id, by });
  await github.mergePull(on);
  await github.deleteBranch({ repo, branch: 'a', by });
  github.removeAppFrom(repo);
  github.addAppTo(repo);
  github.suspend('acme');
  github.unsuspend('acme');
  github.uninstall('acme');
}

describe('payloads of the stand-in', () => {
  it('have every field that the recorded payloads of GitHub have', async () => {
    const github = await startWithRepository({ deliver: 'manual' });
    await doEverything(github);
    const seen = new Set<string>();
    const found = github.webhooks.pending.flatMap(({ event, action, payload }) => {
      const examples = examplesOf(event, action);
      if (examples.length > 0) seen.add(`${event}.${action}`);
      return differences(JSON.parse(payload), examples).map((difference) => `${event}.${action}${difference}`);
    });
    expect([...new Set(found)]).toEqual([]);
    expect(seen.size).toBeGreaterThan(25);
    expect(github.violations).toEqual([]);
    expect(github.unknown).toEqual([]);
  });
});
