import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readDelivery } from '../../../src/github/payloads/read_delivery.ts';

/** GitHub's own examples: each event that Planwright reads, in every action there is an example of. */
const OURS = z
  .array(z.object({ name: z.string(), examples: z.array(z.looseObject({ action: z.string().optional() })) }))
  .parse(createRequire(import.meta.url)('@octokit/webhooks-examples'))
  .flatMap(({ name, examples }) =>
    examples.map((payload, index) => ({
      event: name,
      action: payload.action ?? '',
      index,
      body: JSON.stringify(payload),
    })),
  );

const read = (event: string, payload: unknown) => readDelivery({ id: '1', event, body: JSON.stringify(payload) });

const sender = { login: 'alice', type: 'User' };
const repository = { id: 7, full_name: 'acme/web', clone_url: 'https://github.com/acme/web.git' };
const issue = {
  number: 40,
  title: 'A plan',
  body: 'text',
  state: 'open',
  labels: [{ name: 'plan' }],
  user: sender,
  updated_at: '2026-11-21T04:00:00Z',
};
const comment = {
  id: 3,
  body: '/planwright help',
  user: { login: 'planwright[bot]', type: 'Bot' },
  updated_at: '2026-11-21T04:00:01Z',
};

describe('every example of GitHub', () => {
  it.each(OURS)('$event $action ($index) is read or left alone', ({ event, body }) => {
    expect(() => readDelivery({ id: '1', event, body })).not.toThrow();
  });

  it('is read where Planwright acts upon its event', () => {
    const kinds = OURS.map(({ event, action, body }) => ({
      name: `${event} ${action}`.trim(),
      kind: readDelivery({ id: '1', event, body })?.body.kind ?? 'ignored',
    }));
    const acted = kinds.filter(({ kind }) => kind !== 'ignored').map(({ name, kind }) => [name, kind]);
    expect(Object.fromEntries(acted)).toEqual({
      'check_run completed': 'check_completed',
      'check_run requested_action': 'check_action',
      'check_run rerequested': 'check_action',
      'installation created': 'access',
      'installation deleted': 'access',
      'installation suspend': 'access',
      'installation unsuspend': 'access',
      'installation_repositories added': 'access',
      'installation_repositories removed': 'access',
      'issue_comment created': 'comment',
      'issue_comment edited': 'comment',
      'issue_comment deleted': 'comment_deleted',
      'issues deleted': 'issue',
      'issues edited': 'issue',
      'issues labeled': 'issue',
      'issues opened': 'issue',
      'issues reopened': 'issue',
      'issues transferred': 'issue',
      'issues unlabeled': 'issue',
      'pull_request closed': 'pull',
      'pull_request reopened': 'pull',
      'pull_request_review dismissed': 'review',
      'pull_request_review submitted': 'review',
      'pull_request_review_thread resolved': 'thread_resolved',
      push: 'push',
    });
  });
});

it.each([
  ['suspend', 'suspended'],
  ['deleted', 'lost'],
  ['unsuspend', 'gained'],
  ['created', 'gained'],
])('an installation that was changed by `%s` is told as %s', (action, change) => {
  const told = read('installation', { action, sender, installation: { id: 1 } });
  expect(told?.body).toEqual({ kind: 'access', change, repositories: null });
});

describe('a check run', () => {
  const check = { name: 'planwright / parser', head_sha: 'a'.repeat(40), pull_requests: [{ number: 41 }] };
  const pressed = (identifier: string) => ({
    kind: 'check_action',
    identifier,
    check: { name: check.name, headCommit: check.head_sha, pulls: [41] },
  });

  it('that is to run again is to be retried, as by its button', () => {
    const rerun = { action: 'rerequested', sender, repository, check_run: check };
    expect(read('check_run', rerun)?.body).toEqual(pressed('retry'));
  });

  it('says which of its buttons was pressed', () => {
    const action = { action: 'requested_action', requested_action: { identifier: 'cancel' } };
    expect(read('check_run', { ...action, sender, repository, check_run: check })?.body).toEqual(pressed('cancel'));
  });

  it('with its result has an id, by which GitHub is asked about it', () => {
    const completed = { action: 'completed', sender, repository };
    expect(() => read('check_run', { ...completed, check_run: check })).toThrow();
    expect(read('check_run', { ...completed, check_run: { ...check, id: 9 } })?.body).toMatchObject({
      check: { id: 9 },
    });
  });
});

describe('a delivery', () => {
  it('says who did what where', () => {
    expect(read('issues', { action: 'labeled', sender, repository, issue, label: { name: 'plan' } })).toEqual({
      installation: null,
      repository: { id: 7, name: 'acme/web', cloneUrl: 'https://github.com/acme/web.git' },
      sender: { login: 'alice', bot: false },
      body: {
        kind: 'issue',
        action: 'labeled',
        label: 'plan',
        issue: {
          number: 40,
          title: 'A plan',
          body: 'text',
          state: 'open',
          labels: ['plan'],
          isPull: false,
          updatedAt: Date.UTC(2026, 10, 21, 4),
        },
      },
    });
  });

  it.each([
    ['a type', { login: 'dependabot', type: 'Bot' }],
    ['a login', { login: 'planwright[bot]', type: 'User' }],
    ['no sender at all', undefined],
  ])('is of a bot by %s', (_, who) => {
    expect(read('issues', { action: 'opened', sender: who, repository, issue })?.sender.bot).toBe(true);
  });

  it.each(['deleted', 'transferred'])('of an issue that was %s says that it is closed', (action) => {
    const incoming = read('issues', { action, sender, repository, issue: { ...issue, state: 'open' } });
    expect(incoming?.body).toMatchObject({ kind: 'issue', action: 'closed', label: null, issue: { state: 'closed' } });
  });

  it('of an empty issue has an empty body', () => {
    const incoming = read('issues', { action: 'opened', sender, repository, issue: { ...issue, body: null } });
    expect(incoming?.body).toMatchObject({ issue: { body: '' } });
  });

  it('knows an edited comment with its author and its text before', () => {
    const edit = { action: 'edited', sender, repository, issue, changes: { body: { from: 'before' } } };
    const updatedAt = Date.parse(comment.updated_at);
    const author = { login: 'planwright[bot]', bot: true };
    expect(read('issue_comment', { ...edit, comment })?.body).toMatchObject({
      action: 'edited',
      comment: { id: 3, body: '/planwright help', before: 'before', author, updatedAt },
    });
    const gone = { ...comment, user: null };
    expect(read('issue_comment', { ...edit, changes: {}, comment: gone })?.body).toMatchObject({
      comment: { before: null, author: { login: '', bot: false } },
    });
    const deleted = { kind: 'comment_deleted', comment: { id: 3, body: comment.body, author: author.login } };
    expect(read('issue_comment', { ...edit, action: 'deleted', comment })?.body).toEqual(deleted);
    expect(() => read('issue_comment', { ...edit, comment: { ...comment, updated_at: 'soon' } })).toThrow(TypeError);
  });

  it('tells comments on pull requests from those on issues', () => {
    const payload = { action: 'created', sender, repository, comment };
    expect(read('issue_comment', { ...payload, issue })?.body).toMatchObject({ issue: { isPull: false } });
    const pull = { ...issue, pull_request: { url: 'https://api.github.com/repos/acme/web/pulls/40' } };
    expect(read('issue_comment', { ...payload, issue: pull })?.body).toMatchObject({ issue: { isPull: true } });
  });

  it('of a fork’s pull request names no branch of ours', () => {
    const pull = (headRepository: { id: number } | null) => ({
      action: 'closed',
      sender,
      repository,
      pull_request: {
        number: 41,
        head: { ref: 'planwright/40/a', sha: 'a'.repeat(40), repo: headRepository },
        base: { ref: 'planwright/40/plan', sha: 'b'.repeat(40), repo: { id: 7 } },
        merged: false,
        merge_commit_sha: null,
      },
    });
    expect(read('pull_request', pull({ id: 7 }))?.body).toMatchObject({ pull: { head: 'planwright/40/a' } });
    expect(read('pull_request', pull({ id: 8 }))?.body).toMatchObject({ pull: { head: null } });
    expect(read('pull_request', pull(null))?.body).toMatchObject({ pull: { head: null } });
  });

  it('of a closed pull request has the commit that merging made only if it was merged', () => {
    const [head, merge] = ['a'.repeat(40), 'c'.repeat(40)] as const;
    const closed = (merged: boolean) => {
      const of = (ref: string) => ({ ref, sha: head, repo: { id: 7 } });
      const pull_request = { number: 41, head: of('x'), base: of('main'), merged, merge_commit_sha: merge };
      return read('pull_request', { action: 'closed', sender, repository, pull_request })?.body;
    };
    expect(closed(true)).toMatchObject({ pull: { merge: { commit: merge } } });
    expect(closed(false)).toMatchObject({ pull: { merge: null } });
  });

  it('of an edited pull request counts only if its base changed', () => {
    const payload = {
      action: 'edited',
      sender,
      repository,
      pull_request: {
        number: 41,
        head: { ref: 'x', sha: 'a'.repeat(40), repo: { id: 7 } },
        base: { ref: 'main', sha: 'b'.repeat(40), repo: { id: 7 } },
        merge_commit_sha: null,
      },
    };
    expect(read('pull_request', { ...payload, changes: { title: { from: 'x' } } })?.body.kind).toBe('ignored');
    expect(read('pull_request', { ...payload, changes: { base: { ref: { from: 'dev' } } } })?.body).toMatchObject({
      action: 'retargeted',
      pull: { base: 'main' },
    });
  });

  it('of a push tells made, moved and deleted branches apart, and leaves tags alone', () => {
    const zeros = '0'.repeat(40);
    const push = (ref: string, before: string, after: string) =>
      read('push', { ref, before, after, forced: true, sender, repository })?.body;
    const [one, other] = ['a'.repeat(40), 'b'.repeat(40)] as const;
    expect(push('refs/heads/planwright/40/plan', zeros, one)).toMatchObject({ after: one });
    expect(push('refs/heads/x', one, zeros)).toMatchObject({ after: null, branch: 'x' });
    const pushed = { kind: 'push', after: other, isForced: true };
    expect(push('refs/heads/x', one, other)).toEqual({ ...pushed, branch: 'x', isDefault: false });
    const there = { ...repository, default_branch: 'x' };
    const ofDefault = read('push', { ref: 'refs/heads/x', after: other, forced: true, sender, repository: there });
    expect(ofDefault?.body).toEqual({ ...pushed, branch: 'x', isDefault: true });
    expect(push('refs/tags/v1', one, other)).toMatchObject({ kind: 'ignored' });
  });

  it('of how issues stand to each other is of the one above, or the one that is blocked, and is read once', () => {
    const child = { ...issue, number: 41 };
    const below = { parent_issue: issue, sub_issue: child, sender, repository };
    const blocked = { blocked_issue: child, blocking_issue: issue, sender, repository };
    expect(read('sub_issues', { action: 'sub_issue_added', ...below })?.body).toEqual({ kind: 'relations', of: 40 });
    expect(read('sub_issues', { action: 'parent_issue_added', ...below })?.body.kind).toBe('ignored');
    const removed = read('issue_dependencies', { action: 'blocked_by_removed', ...blocked })?.body;
    expect(removed).toEqual({ kind: 'relations', of: 41 });
    expect(read('issue_dependencies', { action: 'blocking_removed', ...blocked })?.body.kind).toBe('ignored');
  });

  it('of an event without use is none', () => {
    expect(read('star', { action: 'created' })).toBeNull();
    expect(read('constructor', {})).toBeNull();
  });

  it.each([
    ['no JSON', '{'],
    ['no object', '[]'],
    ['an issue without a number', JSON.stringify({ action: 'opened', sender, repository, issue: { title: 'x' } })],
    ['a repository without a name', JSON.stringify({ action: 'opened', sender, repository: { id: 1 }, issue })],
    ['a date that is none', JSON.stringify({ action: 'opened', sender, issue: { ...issue, updated_at: 'soon' } })],
  ])('that holds %s is an error', (_, body) => {
    expect(() => readDelivery({ id: '1', event: 'issues', body })).toThrow();
  });
});
