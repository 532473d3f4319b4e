import type { AddedText } from './added_text.ts';
import type { IssueText } from './issue_said.ts';
import type { Criterion, Plan, PlanTask } from './plan.ts';

type Text = { readonly instructions: string; readonly criteria: readonly Criterion[] };

/** What a task is told that is an issue: what the issue says, then what the plan adds. */
export function joinedText(issue: Text, added: Text): Text & { readonly added?: AddedText } {
  const instructions = [issue.instructions, added.instructions].filter((text) => text !== '').join('\n\n');
  const criteria = [...issue.criteria, ...added.criteria];
  if (added.instructions === '' && added.criteria.length === 0) return { instructions, criteria };
  return { instructions, criteria, added: { instructions: added.instructions, criteria: added.criteria.length } };
}

/** The issue's part of what a task is told, and the plan's. */
export function partedText({ instructions, criteria, added }: Pick<PlanTask, 'instructions' | 'criteria' | 'added'>): {
  readonly issue: Text;
  readonly added: Text;
} {
  const own = criteria.length - (added?.criteria ?? 0);
  const text = added?.instructions ?? '';
  const before = instructions.slice(0, instructions.length - text.length);
  return {
    issue: { instructions: text === '' ? instructions : before.trimEnd(), criteria: criteria.slice(0, own) },
    added: { instructions: text, criteria: criteria.slice(own) },
  };
}

/** The plan with what an issue says now in the place of what it said. */
export function withIssueText(plan: Plan, number: number, { title, ...text }: IssueText): Plan {
  return {
    ...plan,
    groups: plan.groups.map((group) => (group.issue === number ? { ...group, title } : group)),
    tasks: plan.tasks.map((task) => {
      if (task.issue !== number || task.work.kind === 'issue') return task;
      const { added: _former, ...rest } = task;
      return { ...rest, title, ...joinedText(text, partedText(task).added) };
    }),
  };
}
