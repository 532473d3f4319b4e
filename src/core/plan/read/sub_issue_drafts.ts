import type { PlanIssues, SubIssue } from '../plan_issues.ts';
import { issueId, issueNamed } from './issue_tasks.ts';
import type { ProblemList } from './problems.ts';
import type { Drafts } from './read_section.ts';

/**
 * Adds the issues below a plan's own as its tasks, with what GitHub says blocks them; those that have issues below them are groups. What
 * was closed without being done is no part of the plan, and blocks nothing.
 *
 * @param after the last line of the plan's text: each issue is known to problems by a line of its own behind it
 * @returns which issue is meant by which of those lines
 */
export function draftSubIssues(
  drafts: Drafts,
  issues: PlanIssues,
  after: number,
  problems: ProblemList,
): ReadonlyMap<number, number> {
  const issueOfLine = new Map<number, number>();
  const seen = new Set<number>([issues.own]);
  let line = after;
  const add = ({ number, elsewhere, blockedBy, children }: SubIssue, group: number | undefined): void => {
    line += 1;
    if (elsewhere !== undefined) {
      const message = `\`${elsewhere}\`, which stands below this issue, is of another repository.`;
      problems.problem(line, 'other-repository', message, 'Remove it from the issues below this one.');
      return;
    }
    if (seen.has(number)) return;
    seen.add(number);
    issueOfLine.set(line, number);
    const issue = issues.named(number);
    const own = line;
    const references = () => blocking(blockedBy, issues).map((id) => ({ id, line: own }));
    if (issue.kind !== 'issue') {
      const message = `\`#${number}\` is no issue of this repository that I can read.`;
      problems.problem(own, 'no-issue', message, 'Remove it from the issues below this one.');
    } else if (issue.standing === 'dropped') return;
    else if (children.length > 0) {
      const index = drafts.groups.length;
      const inside = group === undefined ? {} : { parent: group };
      drafts.groups.push({
        line: own,
        writtenId: issueId(number),
        issue: number,
        title: issue.title,
        after: references(),
        ...inside,
      });
      for (const child of children) add(child, index);
    } else {
      const { title, instructions, criteria } = issue;
      const done = issue.standing === 'completed';
      const inside = group === undefined ? {} : { group };
      const values = blockedBy.length === 0 ? {} : { after: references() };
      const read = { values, lines: {}, valueLines: [] };
      drafts.tasks.push({
        line: own,
        writtenId: issueId(number),
        issue: number,
        title,
        done,
        criteria,
        instructions,
        ...read,
        ...inside,
      });
    }
  };
  for (const issue of issues.below) add(issue, undefined);
  return issueOfLine;
}

/** Those that still matter: GitHub lets what is closed block nothing. The plan's own issue closes last. */
function blocking(references: readonly string[], issues: PlanIssues): readonly string[] {
  return references.filter((reference) => {
    const number = issueNamed(reference) ?? 0;
    if (number === 0) return true;
    if (number === issues.own) return false;
    const issue = issues.named(number);
    return issue.kind !== 'issue' || issue.standing !== 'dropped';
  });
}
