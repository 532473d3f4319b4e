import { createHash } from 'node:crypto';
import type { Plan } from './plan.ts';

/**
 * The plan as JSON with sorted keys, without what does not change what is to be done: ticks, line numbers, blanks in
 * prose, the order in which dependencies were named, and whether a setting was inherited or repeated.
 */
function canonicalPlan(plan: Plan): string {
  const { taskDefaults: _defaults, headings: _headings, ...settings } = plan.settings;
  return JSON.stringify(
    sortKeys({
      context: prose(plan.context),
      settings,
      groups: plan.groups.map(({ line: _line, ...group }) => ({
        ...group,
        title: prose(group.title),
        after: [...group.after].sort(),
      })),
      tasks: plan.tasks.map((task) => ({
        id: task.id,
        issue: task.issue,
        title: prose(task.title),
        instructions: prose(task.instructions),
        criteria: task.criteria.map((criterion) => prose(criterion.text)),
        group: task.group,
        after: [...task.after].sort(),
        work: task.work,
        settings: task.settings,
      })),
    }),
  );
}

/** SHA-256 of {@link canonicalPlan} in hexadecimal: what was approved is what runs. */
export function hashPlan(plan: Plan): string {
  return createHash('sha256').update(canonicalPlan(plan)).digest('hex');
}

function prose(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  const sorted = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
  return Object.fromEntries(sorted.map(([key, inner]) => [key, sortKeys(inner)]));
}
