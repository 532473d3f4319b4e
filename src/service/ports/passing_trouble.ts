/**
 * What an error of store, GitHub or the service itself says beside what was asked for.
 *
 * - `by_itself`: trying again later is right, and nobody has to do anything.
 * - `with_people`: trying again later is right too, but until people mend what it names, it fails.
 * - `never`: what was asked for cannot be done so; a mistake of ours, or an installation that is not right.
 */
export type Trouble =
  | {
      readonly passes: 'by_itself' | 'with_people';
      readonly with: 'github' | 'database' | 'others_changes' | 'too_much';
    }
  | { readonly passes: 'never' };

/** Trouble for which trying again later is right. */
export type PassingTrouble = Exclude<Trouble, { readonly passes: 'never' }>;

/** The App does not reach what was asked for. */
const WITHOUT_ACCESS = 'github_no_access';

/** The trouble behind each stable code of an error. A test finds every code that is missing here. */
const TROUBLES: Readonly<Record<string, Trouble>> = {
  github_unreachable: { passes: 'by_itself', with: 'github' },
  github_unavailable: { passes: 'with_people', with: 'github' },
  [WITHOUT_ACCESS]: { passes: 'with_people', with: 'github' },
  github_refusal: { passes: 'with_people', with: 'github' },
  github_unexpected: { passes: 'never' },
  repository_moved: { passes: 'by_itself', with: 'github' },
  not_now: { passes: 'by_itself', with: 'github' },
  too_slow: { passes: 'by_itself', with: 'github' },
  changed_meanwhile: { passes: 'by_itself', with: 'others_changes' },
  integration_moves: { passes: 'by_itself', with: 'others_changes' },
  conflict: { passes: 'by_itself', with: 'others_changes' },
  overloaded: { passes: 'by_itself', with: 'too_much' },
  queue_closed: { passes: 'by_itself', with: 'database' },
  database_busy: { passes: 'by_itself', with: 'database' },
  database_unreachable: { passes: 'by_itself', with: 'database' },
  database_closed: { passes: 'by_itself', with: 'database' },
  database_full: { passes: 'with_people', with: 'database' },
  database_refused: { passes: 'with_people', with: 'database' },
  database_damaged: { passes: 'with_people', with: 'database' },
  database_failed: { passes: 'with_people', with: 'database' },
  guard_failed: { passes: 'never' },
  statement_invalid: { passes: 'never' },
  command_too_large: { passes: 'never' },
  migrations_unreadable: { passes: 'never' },
  database_newer: { passes: 'never' },
  migration_changed: { passes: 'never' },
  migration_failed: { passes: 'never' },
};

/** The codes that the table knows. */
export const TROUBLE_CODES: readonly string[] = Object.keys(TROUBLES);

/** The trouble that an error tells of, where it passes, by itself or when people mend what it names; else null. */
export function passingTroubleOf(error: unknown): PassingTrouble | null {
  const code = codeOf(error);
  const trouble = code !== null && Object.hasOwn(TROUBLES, code) ? TROUBLES[code] : undefined;
  return trouble === undefined || trouble.passes === 'never' ? null : trouble;
}

/** Whether an error says that the App does not reach what was asked for. */
export function isWithoutAccess(error: unknown): boolean {
  return codeOf(error) === WITHOUT_ACCESS;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
}
