import { toCliError } from '../cli_error.ts';
import type { Check, CheckResult } from './check.ts';
import type { Examination } from './examination.ts';

/** A check with what it found. */
export type CheckOutcome = Pick<Check, 'id' | 'title'> & CheckResult;

/** Every check ends well before; beyond it something hangs that nobody thought of. */
const LIMIT_MS = 60_000;

/** Runs all checks at once and gives their outcomes in the order of the table. None fails the others. */
export async function runChecks(checks: readonly Check[], examination: Examination): Promise<readonly CheckOutcome[]> {
  return await Promise.all(
    checks.map(async (check) => ({ id: check.id, title: check.title, ...(await runOne(check, examination)) })),
  );
}

async function runOne(check: Check, examination: Examination): Promise<CheckResult> {
  const limit = Promise.withResolvers<CheckResult>();
  const timer = setTimeout(() => limit.resolve(broken(`it took longer than ${LIMIT_MS / 1_000} s`)), LIMIT_MS);
  try {
    return await Promise.race([check.run(examination), limit.promise]);
  } catch (error) {
    return broken(toCliError(error).message);
  } finally {
    clearTimeout(timer);
  }
}

function broken(reason: string): CheckResult {
  return { state: 'fail', what: `this could not be checked: ${reason}`, mend: 'Please report it with this line.' };
}
