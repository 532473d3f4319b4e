/** Who may write a setting: a task, a group, the block of a plan, or a settings file as a default for all plans. */
export type SettingsOwner = 'task' | 'group' | 'plan' | 'file';

/** Where settings may stand. What stands in block or file and belongs to tasks is a default for all of them. */
const PLACES = {
  /** What one task is about. */
  task: ['task'],
  /**
   * What one plan is about: no file says what all of them are called, whose they are or where each leaves its report, and what
   * is a task must not depend on anything but the plan's own text, whose hash is what was approved.
   */
  plan: ['plan'],
  plans: ['plan', 'file'],
  everywhere: ['task', 'plan', 'file'],
} as const satisfies Record<string, readonly SettingsOwner[]>;

/** Where a setting may stand. */
export type Place = keyof typeof PLACES;

/** Whether what stands at this place may be written there. A group has nothing but `after`. */
export function mayStand(place: Place, owner: Exclude<SettingsOwner, 'group'>): boolean {
  const owners: readonly SettingsOwner[] = PLACES[place];
  return owners.includes(owner);
}

/** Every setting that Planwright carries out. */
const built = {
  after: 'task',
  agent: 'everywhere',
  role: 'everywhere',
  model: 'everywhere',
  files: 'task',
  locks: 'task',
  setup: 'everywhere',
  verify: 'everywhere',
  'verify-in': 'everywhere',
  run: 'task',
  call: 'task',
  timeout: 'everywhere',
  'step-timeout': 'everywhere',
  retries: 'everywhere',
  'on-failure': 'everywhere',
  priority: 'everywhere',
  labels: 'everywhere',
  'allow-no-change': 'everywhere',
  outputs: 'task',
  estimate: 'task',
  'max-cost': 'everywhere',
  'max-tokens': 'everywhere',
  base: 'plans',
  merge: 'plans',
  concurrency: 'plans',
  budget: 'plans',
  headings: 'plan',
  'run-timeout': 'plans',
  owner: 'plan',
  reviewers: 'plans',
  report: 'plan',
  protected: 'plans',
  'ask-wait': 'plans',
  approve: 'everywhere',
  checks: 'plans',
  'review-attempts': 'everywhere',
  'check-attempts': 'everywhere',
} as const satisfies Record<string, Place>;

/** A setting that is carried out. */
export type SettingKey = keyof typeof built;

/** Settings that are part of the design and not carried out yet: an error, never ignored. */
const planned = new Set(
  (
    'reads strict-files if map loop produces covers environment workflow hooks compensate ' +
    'merge-when agents routing breaker'
  ).split(' '),
);

const sameAsAfter = new Set(['depends-on', 'needs', 'blocked-by', 'requires']);

/** What a written key stands for. */
export type KeyMeaning =
  | { readonly kind: 'built'; readonly key: SettingKey; readonly place: Place }
  | { readonly kind: 'planned'; readonly key: string }
  | { readonly kind: 'unknown' };

/** What a written key means; case, blanks and underscores do not matter (`Depends on` is `after`). */
export function meaningOfKey(written: string): KeyMeaning {
  const key = normalKey(written);
  const name = sameAsAfter.has(key) ? 'after' : key;
  if (isBuilt(name)) return { kind: 'built', key: name, place: built[name] };
  return planned.has(name) ? { kind: 'planned', key: name } : { kind: 'unknown' };
}

/** Every setting of plans and tasks that is carried out, with where it may stand. */
export const builtSettings: ReadonlyMap<string, Place> = new Map(Object.entries(built));

/** What settings files may say of plans. */
export const settingsOfAllPlans: readonly SettingKey[] = Object.keys(built)
  .filter(isBuilt)
  .filter((key) => mayStand(built[key], 'file'));

/** Every key that may be meant, for suggestions. */
export const allKeys: readonly string[] = [...Object.keys(built), ...planned, ...sameAsAfter];

/** A key as the tables write it. */
export function normalKey(written: string): string {
  return written
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
}

function isBuilt(key: string): key is SettingKey {
  return Object.hasOwn(built, key);
}
