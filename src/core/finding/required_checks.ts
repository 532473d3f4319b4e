import { fitsPattern } from '../../text/star_pattern.ts';

/** How the newest run of a check stands; `conclusion` null: it has none yet. */
type Standing = { readonly name: string; readonly conclusion: string | null };

/** Results that let a check count as passed, as GitHub's own rules have it. */
const PASSED = ['success', 'neutral', 'skipped'];
/** Results that an agent may mend; one that was canceled, or wants something of a person, it cannot. */
const FAILED = ['failure', 'timed_out'];

/** Whether the result says that the check passed, or failed by what was checked; null: neither. */
export function verdictOf(conclusion: string): 'passed' | 'failed' | null {
  if (PASSED.includes(conclusion)) return 'passed';
  return FAILED.includes(conclusion) ? 'failed' : null;
}

/** Whether a check is among those that have to pass; `*` in a name stands for anything. */
export function isRequired(name: string, required: readonly string[]): boolean {
  return required.some((pattern) => fitsPattern(name, pattern));
}

/** Whether each that has to pass is there and has passed. */
export function allPassed(required: readonly string[], checks: readonly Standing[]): boolean {
  return required.every((pattern) => {
    const meant = checks.filter(({ name }) => fitsPattern(name, pattern));
    return meant.length > 0 && meant.every(({ conclusion }) => verdictOf(conclusion ?? '') === 'passed');
  });
}
