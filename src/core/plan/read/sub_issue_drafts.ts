import { planLimits } from '../limits.ts';
import type { PlanIssues, SubIssue } from '../plan_issues.ts';
import { issueId, issueNamed } from './issue_tasks.ts';
import type { ProblemList } from './problems.ts';
import type { Drafts } from './read_section.ts';

/** Where an issue stands: in which group, and whether one around it was closed, which counts for all that is in it. */
type Within = { readonly group?: number; readonly isClosed: boolean };

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
  const below = numbersOf(issues.below);
  let line = after;
  const add = ({ number, elsewhere, blockedBy, children }: SubIssue, { group, isClosed }: Within): void => {
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
    if (issue.kind !== 'issue') {
      const message = `\`#${number}\` is no issue of this repository that I can read.`;
      problems.problem(line, 'no-issue', message, 'Remove it from the issues below this one.');
      return;
    }
    if (issue.standing === 'dropped') return;
    const done = isClosed || issue.standing === 'completed';
    // What is done needs nothing from outside of the plan; inside, it waits again should it be opened again.
    const blockers = done ? blockedBy.filter((each) => below.has(issueNamed(each) ?? 0)) : blockedBy;
    const waits = blocking(blockers, issues).map((id) => ({ id, line }));
    const { title } = issue;
    const draft = { line, writtenId: issueId(number), issue: number, title };
    if (children.length > 0) {
      const index =
        drafts.groups.push({ ...draft, after: waits, ...(group === undefined ? {} : { parent: group }) }) - 1;
      for (const child of children) add(child, { group: index, isClosed: done });
      return;
    }
    const values = blockers.length === 0 ? {} : { after: waits };
    const said = { instructions: issue.instructions, criteria: issue.criteria, done };
    const read = { values, lines: {}, valueLines: [] };
    drafts.tasks.push({ ...draft, ...said, ...read, ...(group === undefined ? {} : { group }) });
  };
  for (const issue of issues.below) add(issue, { isClosed: false });
  if (issues.isCut === true) {
    const message = `More issues stand below this one than the ${planLimits.issuesBelow} that a plan may have.`;
    problems.problem(after + 1, 'too-large', message, 'Split them among several plans.');
  }
  return issueOfLine;
}

function numbersOf(tree: readonly SubIssue[]): ReadonlySet<number> {
  return new Set(
    tree.flatMap(({ number, elsewhere, children }) => [
      ...(elsewhere === undefined ? [number] : []),
      ...numbersOf(children),
    ]),
  );
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
