/** Where a setting may stand: at a task, in the plan's block, or in the block as a default for the tasks. */
export type Place = 'task' | 'plan' | 'both';

/** Every setting that Planwright carries out. */
const built = {
  after: 'task',
  agent: 'both',
  role: 'both',
  model: 'both',
  files: 'task',
  locks: 'task',
  setup: 'both',
  verify: 'both',
  'verify-in': 'both',
  run: 'task',
  call: 'task',
  timeout: 'both',
  'step-timeout': 'both',
  retries: 'both',
  'on-failure': 'both',
  priority: 'both',
  labels: 'both',
  'allow-no-change': 'both',
  outputs: 'task',
  estimate: 'task',
  'max-cost': 'both',
  'max-tokens': 'both',
  base: 'plan',
  merge: 'plan',
  concurrency: 'plan',
  headings: 'plan',
  'run-timeout': 'plan',
  owner: 'plan',
  reviewers: 'plan',
  report: 'plan',
  protected: 'plan',
  'ask-wait': 'plan',
} as const satisfies Record<string, Place>;

/** A setting that is carried out. */
export type SettingKey = keyof typeof built;

/** Settings that are part of the design and not carried out yet: an error, never ignored. */
const planned = new Set(
  (
    'reads strict-files if map loop approve produces covers environment workflow hooks compensate ' +
    'merge-when budget checks agents routing breaker'
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
