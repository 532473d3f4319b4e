import { commandLine } from '../../protocol/command_line.ts';
import { functionCallText } from '../../protocol/function_call.ts';
import { DEFAULT_ROLE } from '../agents/roles.ts';
import type { Plan, PlanTask } from '../plan/plan.ts';
import type { PlanLines, SettingLines } from '../plan/plan_lines.ts';
import { builtSettings, mayStand, type Place } from '../plan/read/setting_keys.ts';
import { DEFAULT_TASK_SETTINGS } from '../plan/read/settings_in_force.ts';
import { DEFAULT_RETRIES } from '../retry/failure_policy.ts';
import {
  type EffectiveEntry,
  entriesOfKey,
  type SettingEntry,
  type SettingSource,
  type SettingsLayer,
} from '../settings/setting_entry.ts';
import { asInFile } from './as_in_file.ts';
import type { Explained, FileValue, Sourced } from './explained.ts';
import { oneOrMore, planValues } from './plan_values.ts';

/** A default that the plan leaves to others: what it is, and who says so. */
export type OutsideDefault = { readonly value: FileValue; readonly note?: string };

/** A plan, and the task that is asked about; null: none is. */
export type ExplainedPlan = {
  /** With all that holds for it. */
  readonly plan: Plan;
  /** Without what settings files say for all plans. */
  readonly written: Plan;
  readonly lines: PlanLines;
  /** As in the plan with all that holds. */
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
  budget: { value: null, note: 'no limit' },
  'run-timeout': { value: null, note: 'no limit' },
  owner: { value: null, note: 'who starts it' },
  approve: { value: null, note: 'nothing waits for approval' },
  agent: { value: null, note: 'whom routing, roles and runners name' },
  role: { value: DEFAULT_ROLE },
  model: { value: null, note: "the agent's own" },
  retries: { value: String(DEFAULT_RETRIES) },
  'max-cost': { value: null, note: 'no limit' },
  'max-tokens': { value: null, note: 'no limit' },
  ...Object.fromEntries([...planValues({}, DEFAULT_TASK_SETTINGS)].map(([key, value]) => [key, { value }])),
};

/**
 * What holds of every setting of the plan, and of the task; without a plan what settings files say for all plans. `protected` is
 * not among them: that of the plan adds to what the settings files say.
 *
 * @param entries what settings files and defaults come to
 * @param outside defaults that service or runner have
 */
export function explainPlan(
  explained: ExplainedPlan | null,
  entries: readonly EffectiveEntry[],
  outside: Readonly<Record<string, OutsideDefault>>,
): readonly Explained[] {
  const defaults = { ...DEFAULTS, ...outside };
  const sets = layersOf(explained, entries);
  const inForce = explained === null ? new Map() : valuesInForce(explained);
  const task = explained?.task ?? null;
  return [...builtSettings].flatMap(([setting, place]): Explained[] => {
    if (setting === 'protected' || !isAskedAbout(place, explained)) return [];
    if (task !== null && task.work.kind !== 'agent' && OF_AGENTS.includes(setting)) return [];
    const { value, note } = defaults[setting] ?? { value: null, note: 'none' };
    const set = sets.flatMap((layer) => layer(setting));
    const [first, ...others] = [...set, { value, from: DEFAULT }];
    if (first === undefined) return [];
    const holds = { ...first, value: inForce.get(setting) ?? first.value };
    const said = set.length === 0 && note !== undefined ? { note } : {};
    return [{ setting, name: null, ...holds, ...said, overrode: others.filter(saysSomething) }];
  });
}

function isAskedAbout(place: Place, explained: ExplainedPlan | null): boolean {
  if (explained === null) return mayStand(place, 'file');
  return explained.task !== null || mayStand(place, 'plan');
}

/** What a layer, or several, say of a setting, what counts most first. */
type Layer = (setting: string) => readonly Sourced[];

function layersOf(explained: ExplainedPlan | null, entries: readonly EffectiveEntry[]): readonly Layer[] {
  const ofFiles = entriesOfKey(entries, 'planDefaults');
  const inFiles: Layer = (setting) =>
    ofFiles
      .filter(({ name }) => name === setting)
      .flatMap((entry) => [entry, ...entry.overrode].map((one) => ({ value: asInFile(one), from: one.from })));
  if (explained === null) return [inFiles];
  const { written, lines, task } = explained;
  const { merge, ...ofPlan } = written.settings;
  const said = lines.plan.merge === undefined ? ofPlan : { ...ofPlan, merge };
  const inPlan = layer('plan', planValues(said, written.settings.taskDefaults), lines.plan);
  if (task === null) return [inPlan, inFiles];
  return [layer('task', ownValues(task), lines.tasks.get(task.id) ?? {}), inPlan, inFiles];
}

function layer(name: SettingsLayer, values: ReadonlyMap<string, FileValue>, lines: SettingLines): Layer {
  return (setting) => {
    const value = values.get(setting);
    return value === undefined ? [] : [{ value, from: { layer: name, line: lines[setting] ?? null } }];
  };
}

/** What the run goes by, whatever the layers say. */
function valuesInForce({ plan: { settings }, task }: ExplainedPlan): ReadonlyMap<string, FileValue> {
  return planValues(settings, task === null ? settings.taskDefaults : task.settings);
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

function ownValues({ ownSettings, work, after }: PlanTask): ReadonlyMap<string, FileValue> {
  const values = new Map(planValues({}, ownSettings));
  if (after.length > 0) values.set('after', after.join(', '));
  if (work.kind === 'command') values.set('run', oneOrMore(work.run.map(commandLine)));
  if (work.kind === 'function') values.set('call', functionCallText(work.call));
  return values;
}
