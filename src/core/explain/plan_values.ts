import type { PlanSettings, TaskSettings } from '../plan/plan.ts';
import { oneEach, printOwnSettings, printTaskSettings } from '../plan/print_settings.ts';
import type { FileValue } from './explained.ts';

/** Settings by their keys, with their values as a plan or a settings file writes them. */
export function planValues(
  ofPlan: Partial<PlanSettings>,
  ofTasks: Partial<TaskSettings>,
): ReadonlyMap<string, FileValue> {
  const printed = oneEach([...printOwnSettings(ofPlan), ...printTaskSettings(ofTasks)]);
  const merge = ofPlan.merge === undefined ? [] : [['merge', ofPlan.merge] as const];
  return new Map([...merge, ...printed.map(([key, values]) => [key, oneOrMore(values)] as const)]);
}

/** Several commands are a list; an empty list is one that says so. */
export function oneOrMore(values: readonly string[]): FileValue {
  if (values.length !== 1) return values;
  return values[0] === '[]' ? [] : (values[0] ?? null);
}
