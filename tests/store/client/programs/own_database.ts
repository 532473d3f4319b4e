/** Takes the lock of the database file named by its argument, says so, and stays until it is killed. */
import { takeOwnerLock } from '../../../../src/store/client/owner_lock.ts';

const [databaseFile = ''] = process.argv.slice(2);
const result = await takeOwnerLock(databaseFile, { address: 'http://127.0.0.1:1', token: 'of the child' });
process.stdout.write(`${result.kind}\n`);
process.stdin.resume();
