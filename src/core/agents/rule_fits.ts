import { globsOverlap } from '../../text/globs_overlap.ts';
import { fitsPattern } from '../../text/star_pattern.ts';
import type { PlanGroup, PlanTask } from '../plan/plan.ts';
import type { RoutingCondition } from './agent_settings.ts';
import { DEFAULT_ROLE } from './roles.ts';

/** Whether a task is one that a rule means. */
export function ruleFits(when: RoutingCondition, task: PlanTask, groups: readonly PlanGroup[]): boolean {
  const { files, labels, role = DEFAULT_ROLE, estimateMs } = task.settings;
  if (when.files !== undefined && !allWithin(files, when.files)) return false;
  if (when.labels?.some((label) => !labels.includes(label))) return false;
  if (when.roles !== undefined && !when.roles.includes(role)) return false;
  const { tasks } = when;
  if (tasks !== undefined && !isOneOf(namesOf(task, groups), tasks)) return false;
  if (when.atLeastMs !== undefined && (estimateMs ?? -1) < when.atLeastMs) return false;
  return when.atMostMs === undefined || (estimateMs ?? Number.POSITIVE_INFINITY) <= when.atMostMs;
}

/** A task that says nothing of its files may be about any. */
function allWithin(files: readonly string[], globs: readonly string[]): boolean {
  return files.length > 0 && files.every((file) => globs.some((glob) => globsOverlap(file, glob)));
}

function isOneOf(names: readonly string[], patterns: readonly string[]): boolean {
  return names.some((name) => patterns.some((pattern) => fitsPattern(name, pattern)));
}

/** A task goes by its own id and by those of the groups around it. */
function namesOf(task: PlanTask, groups: readonly PlanGroup[]): readonly string[] {
  const names = [task.id];
  for (let at = task.group; at !== undefined; at = groups.find(({ id }) => id === at)?.parent) names.push(at);
  return names;
}
