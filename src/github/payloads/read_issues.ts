import { z } from 'zod';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';
import { Issue } from './schema.ts';

const ISSUE_ACTIONS = ['opened', 'edited', 'labeled', 'unlabeled', 'closed', 'reopened'] as const;

const IssuesPayload = z.object({ issue: Issue, label: z.object({ name: z.string() }).optional() });
const IssueCommentPayload = z.object({
  issue: Issue,
  comment: z.object({ id: z.number().int(), body: z.string().nullable() }),
});

/** The event `issues`. */
export const readIssues: ReadBody = (payload, action) => {
  const known = ISSUE_ACTIONS.find((each) => each === action);
  if (known === undefined) return ignored(`issues that are ${action}`);
  const { issue, label } = IssuesPayload.parse(payload);
  return { kind: 'issue', action: known, label: label?.name ?? null, issue: toIncoming(issue) };
};

/** The event `issue_comment`, which pull requests have too. */
export const readIssueComment: ReadBody = (payload, action) => {
  if (action !== 'created') return ignored(`comments that are ${action}`);
  const { issue, comment } = IssueCommentPayload.parse(payload);
  return { kind: 'comment', comment: { id: comment.id, body: comment.body ?? '' }, issue: toIncoming(issue) };
};

function toIncoming(issue: Issue): IncomingIssue {
  const updatedAt = Date.parse(issue.updated_at);
  if (Number.isNaN(updatedAt)) throw new TypeError(`The issue's updated_at is no date: ${issue.updated_at}`);
  return {
    number: issue.number,
    title: issue.title,
    body: issue.body ?? '',
    state: issue.state,
    labels: issue.labels.map((label) => (typeof label === 'string' ? label : label.name)),
    isPull: issue.pull_request !== undefined && issue.pull_request !== null,
    updatedAt,
  };
}
