import { commandLine } from '../../protocol/command_line.ts';
import { functionCallText } from '../../protocol/function_call.ts';
import { DEFAULT_ROLE } from '../agents/roles.ts';
import type { Plan, PlanTask } from '../plan/plan.ts';
import type { PlanLines } from '../plan/plan_lines.ts';
import { type Printed, printOwnSettings, printTaskSettings } from '../plan/print_settings.ts';
import { builtSettings } from '../plan/read/setting_keys.ts';
import { DEFAULT_TASK_SETTINGS } from '../plan/read/settings_in_force.ts';
import { DEFAULT_RETRIES } from '../retry/failure_policy.ts';
import type { SettingEntry, SettingSource } from '../settings/setting_entry.ts';
import type { Explained, FileValue, Sourced } from './explained.ts';

/** A default that the plan leaves to others: what it is, and who says so. */
export type OutsideDefault = { readonly value: FileValue; readonly note?: string };

/** A plan, and the task that is asked about; null: none is. */
export type ExplainedPlan = {
  readonly plan: Plan;
  readonly lines: PlanLines;
  readonly task: PlanTask | null;
};

/** What a task that no agent does has nothing of. */
const OF_AGENTS: readonly string[] = ['agent', 'role', 'model'];

const DEFAULT: SettingSource = { layer: 'default', line: null };

/** What holds where a plan says nothing. */
const DEFAULTS: Readonly<Record<string, OutsideDefault>> = {
  base: { value: null, note: 'the branch that HEAD names' },
  merge: { value: 'integration' },
  concurrency: { value: null, note: 'as many as runners have slots' },
  'run-timeout': { value: null, note: 'no limit' },
  owner: { value: null, note: 'who starts it' },
  agent: { value: null, note: 'whom routing, roles and runners name' },
  role: { value: DEFAULT_ROLE },
  model: { value: null, note: "the agent's own" },
  retries: { value: String(DEFAULT_RETRIES) },
  'max-cost': { value: null, note: 'no limit' },
  'max-tokens': { value: null, note: 'no limit' },
  ...Object.fromEntries(valuesOf(printTaskSettings(DEFAULT_TASK_SETTINGS)).map(([key, value]) => [key, { value }])),
};

/**
 * What holds of every setting of the plan, and of the task. `protected` is not among them: that of the plan adds to what the
 * settings files say.
 *
 * @param outside defaults that service or runner have
 */
export function explainPlan(
  { plan, lines, task }: ExplainedPlan,
  outside: Readonly<Record<string, OutsideDefault>>,
): readonly Explained[] {
  const defaults = { ...DEFAULTS, ...outside };
  const { settings } = plan;
  const ofPlan = new Map(valuesOf([...printOwnSettings(settings), ...printTaskSettings(settings.taskDefaults)]));
  if (lines.plan.merge !== undefined) ofPlan.set('merge', settings.merge);
  const ofTask = new Map(task === null ? [] : ownValues(task));
  const inForce = new Map(task === null ? [] : valuesOf(printTaskSettings(task.settings)));
  const own = task === null ? {} : (lines.tasks.get(task.id) ?? {});
  return [...builtSettings].flatMap(([setting, place]): Explained[] => {
    if (setting === 'protected' || (place === 'task' && task === null)) return [];
    if (task !== null && task.work.kind !== 'agent' && OF_AGENTS.includes(setting)) return [];
    const { value, note } = defaults[setting] ?? { value: null, note: 'none' };
    const set: Sourced[] = [
      ...sourced(ofTask, setting, { layer: 'task', line: own[setting] ?? null }),
      ...sourced(ofPlan, setting, { layer: 'plan', line: lines.plan[setting] ?? null }),
    ];
    const [first, ...others] = [...set, { value, from: DEFAULT }];
    if (first === undefined) return [];
    const holds = { ...first, value: inForce.get(setting) ?? first.value };
    const said = set.length === 0 && note !== undefined ? { note } : {};
    return [{ setting, name: null, ...holds, ...said, overrode: others.filter(saysSomething) }];
  });
}

/** What the plan adds to `protected` of the settings files. */
export function protectedByPlan({ plan, lines }: Pick<ExplainedPlan, 'plan' | 'lines'>): readonly SettingEntry[] {
  const from: SettingSource = { layer: 'plan', line: lines.plan.protected ?? null };
  const globs = plan.settings.taskDefaults.protected ?? [];
  return globs.map((value) => ({ key: 'protected', name: value, value, from }));
}

function saysSomething({ value, from }: Sourced): boolean {
  return from.layer !== 'default' || (value !== null && !(Array.isArray(value) && value.length === 0));
}

function sourced(values: ReadonlyMap<string, FileValue>, setting: string, from: SettingSource): readonly Sourced[] {
  const value = values.get(setting);
  return value === undefined ? [] : [{ value, from }];
}

function ownValues({ ownSettings, work, after }: PlanTask): readonly (readonly [string, FileValue])[] {
  const values = valuesOf(printTaskSettings(ownSettings));
  if (after.length > 0) values.push(['after', after.join(', ')]);
  if (work.kind === 'command') values.push(['run', oneOrMore(work.run.map(commandLine))]);
  if (work.kind === 'function') values.push(['call', functionCallText(work.call)]);
  return values;
}

function valuesOf(printed: readonly Printed[]): [string, FileValue][] {
  return printed.map(([key, values]) => [key, oneOrMore(values)]);
}

/** Several commands are a list; an empty list is one that says so. */
function oneOrMore(values: readonly string[]): FileValue {
  if (values.length !== 1) return values;
  return values[0] === '[]' ? [] : (values[0] ?? null);
}
