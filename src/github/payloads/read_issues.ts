import { z } from 'zod';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';
import { Account, Issue, isBot } from './schema.ts';

const ISSUE_ACTIONS = ['opened', 'edited', 'labeled', 'unlabeled', 'closed', 'reopened'] as const;
/** It is there no more, which says as much as closing it. */
const GONE = new Set(['deleted', 'transferred']);

const IssuesPayload = z.object({ issue: Issue, label: z.object({ name: z.string() }).optional() });
const IssueCommentPayload = z.object({
  issue: Issue,
  comment: z.object({
    id: z.number().int(),
    body: z.string().nullable(),
    // null: the account is gone.
    user: Account.nullable().default(null),
    updated_at: z.string(),
  }),
  changes: z.object({ body: z.object({ from: z.string() }).optional() }).optional(),
});

/** The event `issues`. */
export const readIssues: ReadBody = (payload, action) => {
  if (GONE.has(action)) {
    const { issue } = IssuesPayload.parse(payload);
    return { kind: 'issue', action: 'closed', label: null, issue: { ...toIncoming(issue), state: 'closed' } };
  }
  const known = ISSUE_ACTIONS.find((each) => each === action);
  if (known === undefined) return ignored(`issues that are ${action}`);
  const { issue, label } = IssuesPayload.parse(payload);
  return { kind: 'issue', action: known, label: label?.name ?? null, issue: toIncoming(issue) };
};

/** The event `issue_comment`, which pull requests have too. */
export const readIssueComment: ReadBody = (payload, action) => {
  if (action !== 'created' && action !== 'edited' && action !== 'deleted')
    return ignored(`comments that are ${action}`);
  const { issue, comment, changes } = IssueCommentPayload.parse(payload);
  const { id, body, user, updated_at } = comment;
  if (action === 'deleted') {
    return { kind: 'comment_deleted', comment: { id, body: body ?? '', author: user?.login ?? '' } };
  }
  return {
    kind: 'comment',
    action,
    comment: {
      id,
      body: body ?? '',
      before: action === 'edited' ? (changes?.body?.from ?? null) : null,
      author: { login: user?.login ?? '', bot: user !== null && isBot(user) },
      updatedAt: readTime(updated_at, 'comment'),
    },
    issue: toIncoming(issue),
  };
};

function toIncoming(issue: Issue): IncomingIssue {
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state,
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : label.name)),
    isPull: issue.pull_request !== undefined && issue.pull_request !== null,
    updatedAt: readTime(issue.updated_at, 'issue'),
  };
}

function readTime(written: string, whose: string): number {
  const at = Date.parse(written);
  if (Number.isNaN(at)) throw new TypeError(`The ${whose}'s updated_at is no date: ${written}`);
  return at;
}
