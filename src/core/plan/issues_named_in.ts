import { parsePlan } from './parse_plan.ts';
import { unreadIssues } from './plan_issues.ts';

/** Which issues a plan's text names, as tasks or as what tasks wait for, and whether it has tasks of its own at all. */
export function issuesNamedIn(markdown: string): {
  readonly numbers: readonly number[];
  readonly hasTasks: boolean;
} {
  const unread = unreadIssues();
  const numbers = new Set<number>();
  const named = (number: number) => {
    numbers.add(number);
    return unread.named(number);
  };
  const parsed = parsePlan(markdown, [], { ...unread, named });
  const hasTasks = parsed.ok || parsed.problems.every(({ code }) => code !== 'no-tasks');
  return { numbers: [...numbers], hasTasks };
}
