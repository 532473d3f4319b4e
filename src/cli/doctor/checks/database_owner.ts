import { readOwner } from '../../../store/client/owner_lock.ts';
import { answers } from '../../client/answers.ts';
import { databaseFileOf } from '../../client/own_database.ts';
import type { Check } from '../check.ts';

/** Who has the database file, which one process at a time may. */
export const databaseOwnerCheck: Check = {
  id: 'database_owner',
  title: 'Database owner',
  run: async ({ context }) => {
    const file = databaseFileOf(context);
    if (file === undefined) return { state: 'skipped', what: 'a database on a server has none' };
    const owner = await readOwner(file);
    if (owner === undefined) return { state: 'skipped', what: `nobody has ${file} open` };
    if (await answers(owner.address))
      return { state: 'ok', what: `process ${owner.pid} serves it at ${owner.address}` };
    const what = `process ${owner.pid} has ${file} and does not answer at ${owner.address || 'any address'}`;
    return { state: 'fail', what, mend: 'Wait if it has just started; else look at its log and end it.' };
  },
};
