import { type RouteOrigin, routeOrigin, routeTask } from '../../core/agents/route_task.ts';
import type { TaskRouting } from '../../core/agents/task_routing.ts';
import {
  type ExplainedPlan,
  explainPlan,
  type OutsideDefault,
  protectedByPlan,
} from '../../core/explain/explain_plan.ts';
import { explainSettings } from '../../core/explain/explain_settings.ts';
import type { Explained, Sourced } from '../../core/explain/explained.ts';
import { mergeEntries } from '../../core/settings/merge_entries.ts';
import {
  type EffectiveEntry,
  entriesOfKey,
  type SettingSource,
  type SettingsLayer,
} from '../../core/settings/setting_entry.ts';
import type { LocalRepository } from '../../local/find_repository.ts';
import type { LocalSettings } from './local_settings.ts';

/** Where a value comes from, with the name of the file. */
export type PlacedSource = SettingSource & { readonly file: string | null };

/** A layer, and whether it was looked at. */
export type LayerNote = {
  readonly layer: SettingsLayer;
  /** null: it has none, or has none here. */
  readonly file: string | null;
  /** `unknown`: it may say something, which cannot be read here. */
  readonly state: 'read' | 'absent' | 'unknown';
};

/** What holds of a setting, with the names of files. */
export type PlacedValue = Omit<Explained, 'from' | 'overrode'> & {
  readonly from: PlacedSource;
  readonly overrode: readonly (Omit<Sourced, 'from'> & { readonly from: PlacedSource })[];
};

/** Who does the task that was asked about. */
export type ExplainedRouting = TaskRouting & { readonly from: PlacedSource };

/** What a plan of this machine would go by. */
export type Explanation = {
  /** From the one that counts least. */
  readonly layers: readonly LayerNote[];
  /** Whose settings count, and at which branch; null: there is none here. */
  readonly repository: { readonly path: string; readonly at: string } | null;
  readonly settings: readonly PlacedValue[];
  /** null: no task of an agent was asked about. */
  readonly routing: ExplainedRouting | null;
};

/** What is explained: the settings that were read, and the plan, if one was named. */
export type ExplainRequest = {
  readonly local: LocalSettings;
  readonly repository: LocalRepository | null;
  readonly plan: (ExplainedPlan & { readonly file: string }) | null;
  /** Defaults that this machine's service has. */
  readonly outside: Readonly<Record<string, OutsideDefault>>;
};

/** Every effective value with the layer that it comes from. The values are those of the merge that runs go by. */
export function explain({ local, repository, plan, outside }: ExplainRequest): Explanation {
  const entries = plan === null ? local.entries : mergeEntries([local.entries, protectedByPlan(plan)]);
  const explained = [...explainSettings(entries), ...explainPlan(plan, entries, outside)];
  const place = placeIn(local, plan?.file ?? null);
  const settings = explained.map(({ from, overrode, ...rest }) => ({
    ...rest,
    from: place(from),
    overrode: overrode.map((one) => ({ ...one, from: place(one.from) })),
  }));
  const at = plan?.written.settings.base ?? 'HEAD';
  return {
    layers: layersOf(local, plan),
    repository: repository === null ? null : { path: repository.path, at },
    settings,
    routing: routingOf(local, plan, place),
  };
}

type Place = (source: SettingSource) => PlacedSource;

function placeIn({ names }: LocalSettings, planFile: string | null): Place {
  const files = { default: null, ...names, plan: planFile, task: planFile };
  return (source) => ({ ...source, file: files[source.layer] });
}

function layersOf({ texts, names }: LocalSettings, plan: ExplainRequest['plan']): readonly LayerNote[] {
  const found = (text: string | null) => (text === null ? 'absent' : 'read');
  return [
    { layer: 'default', file: null, state: 'read' },
    { layer: 'user', file: texts.user === null ? null : names.user, state: found(texts.user) },
    { layer: 'organisation', file: null, state: 'unknown' },
    { layer: 'repository', file: texts.own === null ? null : names.repository, state: found(texts.own) },
    { layer: 'plan', file: plan?.file ?? null, state: plan === null ? 'absent' : 'read' },
    { layer: 'task', file: plan?.task?.id ?? null, state: plan?.task == null ? 'absent' : 'read' },
  ];
}

function routingOf(
  { settings, entries }: LocalSettings,
  explained: ExplainRequest['plan'],
  place: Place,
): ExplainedRouting | null {
  if (explained === null || explained.task === null || explained.task.work.kind !== 'agent') return null;
  const { plan, task, lines } = explained;
  const routed = { ...plan, agent: null };
  const origin = routeOrigin(task, routed, settings);
  const from = sourceOf(origin, entries, { plan: lines.plan, task: lines.tasks.get(task.id) ?? {} });
  return { ...routeTask(task, routed, settings), from: place(from) };
}

function sourceOf(
  origin: RouteOrigin | null,
  entries: readonly EffectiveEntry[],
  lines: Readonly<Record<'plan' | 'task', Readonly<Record<string, number>>>>,
): SettingSource {
  switch (origin?.kind) {
    case undefined:
      return { layer: 'default', line: null };
    case 'task':
      return { layer: 'task', line: lines.task.agent ?? null };
    case 'plan': {
      const forAll = entriesOfKey(entries, 'planDefaults').find(({ name }) => name === 'agent');
      const line = lines.plan.agent ?? null;
      return line === null && forAll !== undefined ? forAll.from : { layer: 'plan', line };
    }
    case 'role': {
      const role = entriesOfKey(entries, 'roles').find(({ name }) => name === origin.role);
      return role?.from ?? { layer: 'default', line: null };
    }
    case 'rule': {
      const [routing] = entriesOfKey(entries, 'routing');
      return { layer: routing?.from.layer ?? 'default', line: routing?.value[origin.at]?.line ?? null };
    }
    default:
      return origin satisfies never;
  }
}
