import { changedParts, changedPlanSettings, isSame, prose, type SettingChange } from './changed_parts.ts';
import type { Plan, PlanTask } from './plan.ts';

/** A task that reads otherwise than before, and what of it. */
export type ChangedTask = { readonly id: string; readonly what: readonly string[] };

/** What an edit of a plan comes to while it is carried out. */
export type PlanDiff = {
  /** What is carried out from now on: the new plan, in which tasks that were begun stand as they were begun. */
  readonly plan: Plan;
  readonly added: readonly string[];
  readonly changed: readonly ChangedTask[];
  readonly removed: readonly string[];
  /** Of tasks that were begun: what is not followed. */
  readonly leftAlone: readonly (ChangedTask & { readonly was: 'changed' | 'removed' })[];
  /** Tasks whose boxes were ticked by hand before they began. */
  readonly ticked: readonly string[];
  readonly settings: readonly SettingChange[];
  /** Whether the text around the tasks, or the groups that they stand in, read otherwise. */
  readonly around: boolean;
};

/**
 * Tasks that are not to be changed: an attempt of it has begun, which others cannot hold up any more (`goes_on`), or it waits for
 * others again or was ended before it began (`rests`).
 */
export type Begun = ReadonlyMap<string, 'goes_on' | 'rests'>;

/**
 * The difference between the plan that is carried out and its new version, by ids. Tasks that are `begun` (or have ended)
 * stay as they are, also where the new version has them no more; such ones stand where they stood, behind the task before them.
 * Those that rest wait for what the new version says. The others keep of what they waited for only what goes on as well, so
 * that the plan that comes out has no circle, whatever was turned round. The base stays what the run was begun from.
 */
export function diffPlans(before: Plan, after: Plan, begun: Begun): PlanDiff {
  const earlier = new Map(before.tasks.map((task) => [task.id, task]));
  const later = new Map(after.tasks.map((task) => [task.id, task]));
  const kept = before.tasks.filter(({ id }) => begun.has(id) && !later.has(id));
  const isThere = (id: string) => later.has(id) || kept.some((task) => task.id === id);
  const asBegun = (task: PlanTask): PlanTask => {
    const rests = begun.get(task.id) === 'rests';
    const counts = (id: string) => (rests ? isThere(id) : begun.get(id) === 'goes_on' && isThere(id));
    return { ...task, after: task.after.filter(counts), dependencies: task.dependencies.filter(counts) };
  };
  const current = after.tasks.map((task) => {
    const former = earlier.get(task.id);
    if (former === undefined || !begun.has(task.id)) return task;
    const { after: written, dependencies } = begun.get(task.id) === 'rests' ? task : former;
    return asBegun({ ...former, line: task.line, after: written, dependencies });
  });
  const differing = before.tasks.flatMap((task): readonly ChangedTask[] => {
    const other = later.get(task.id);
    const what = other === undefined ? [] : changedParts(task, other);
    return what.length === 0 ? [] : [{ id: task.id, what }];
  });
  const { base: _wanted, ...settings } = after.settings;
  const { base } = before.settings;
  return {
    plan: {
      ...after,
      settings: { ...settings, ...(base === undefined ? {} : { base }) },
      tasks: putBack(current, kept.map(asBegun), before),
    },
    added: after.tasks.filter(({ id }) => !earlier.has(id)).map(({ id }) => id),
    changed: differing.filter(({ id }) => !begun.has(id)),
    removed: before.tasks.filter(({ id }) => !later.has(id) && !begun.has(id)).map(({ id }) => id),
    leftAlone: [
      ...differing.filter(({ id }) => begun.has(id)).map((task) => ({ ...task, was: 'changed' as const })),
      ...kept.map(({ id }) => ({ id, what: [], was: 'removed' as const })),
    ],
    ticked: after.tasks
      .filter(({ id, done }) => done && earlier.get(id)?.done === false && !begun.has(id))
      .map(({ id }) => id),
    settings: changedPlanSettings(before, after),
    around: !isSame(aroundTasks(before), aroundTasks(after)),
  };
}

function aroundTasks({ context, groups }: Plan): unknown {
  return [prose(context), groups.map(({ line: _line, ...group }) => group)];
}

/** Whether an edit changes nothing of what is carried out, and leaves nothing alone. */
export function isEmptyDiff({ added, changed, removed, leftAlone, ticked, settings, around }: PlanDiff): boolean {
  return !around && [added, changed, removed, leftAlone, ticked, settings].every((list) => list.length === 0);
}

/** Each kept task behind the nearest one that stood before it. */
function putBack(current: readonly PlanTask[], kept: readonly PlanTask[], before: Plan): readonly PlanTask[] {
  const tasks = [...current];
  for (const task of kept) {
    const place = before.tasks.findIndex(({ id }) => id === task.id);
    const ahead = before.tasks.slice(0, place).map(({ id }) => id);
    const at = tasks.findLastIndex(({ id }) => ahead.includes(id));
    tasks.splice(at + 1, 0, task);
  }
  return tasks;
}
