import { shortHash } from '../text/short_hash.ts';

/** The box whose tick approves the plan that is shown above it. */
export function approvalLine(planHash: string): string {
  return `- [ ] Approve this plan (\`${shortHash(planHash)}\`)`;
}

/** The box whose tick approves the edit of a plan that is shown beside it. */
export function editApprovalLine(planHash: string): string {
  return `- [ ] Approve this edit (\`${shortHash(planHash)}\`)`;
}

const ticked = /^[-*+] \[[xX]\] Approve this (?:plan|edit) \(`?([0-9a-f]{7,64})`?\)[ \t]*\r?$/m;

/** The hash whose box is ticked in the comment; null: none is. */
export function approvedHash(comment: string): string | null {
  return ticked.exec(comment)?.[1] ?? null;
}
