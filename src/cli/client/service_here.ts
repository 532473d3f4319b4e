import { readOwner } from '../../store/client/owner_lock.ts';
import type { CliContext } from '../cli_context.ts';
import { type CliError, usageError } from '../cli_error.ts';
import { answers } from './answers.ts';
import { databaseFileOf } from './own_database.ts';

/** What to do where a service runs on the database that this folder holds, or that `DATABASE_URL` names; undefined: none does. */
export async function serviceHere(context: CliContext): Promise<CliError | undefined> {
  const file = databaseFileOf(context);
  const owner = file === undefined ? undefined : await readOwner(file);
  if (owner === undefined || !(await answers(owner.address))) return undefined;
  return usageError(
    'service_not_named',
    `The service at ${owner.address} runs on the database here. Name it: PLANWRIGHT_URL=${owner.address}, and its OPERATOR_TOKEN.`,
  );
}
