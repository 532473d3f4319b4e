import { z } from 'zod';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';

const Numbered = z.object({ number: z.number().int().positive() });
const SubIssuePayload = z.object({ parent_issue: Numbered });
const DependencyPayload = z.object({ blocked_issue: Numbered });

/** The event `sub_issues`, which comes twice: once for each end of the relation. */
export const readSubIssues: ReadBody = (payload, action) => {
  if (action !== 'sub_issue_added' && action !== 'sub_issue_removed') return ignored('the other end of sub-issues');
  return { kind: 'relations', of: SubIssuePayload.parse(payload).parent_issue.number };
};

/** The event `issue_dependencies`, which comes twice as well. */
export const readIssueDependencies: ReadBody = (payload, action) => {
  if (action !== 'blocked_by_added' && action !== 'blocked_by_removed')
    return ignored('the other end of what blocks issues');
  return { kind: 'relations', of: DependencyPayload.parse(payload).blocked_issue.number };
};
