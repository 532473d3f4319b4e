import { NotNowError } from '../service/ports/forge.ts';
import { isOutOfReach } from './clients/github_error.ts';

/** Whether it was written: it is not where there is no turn, or nobody to be told (the comment deleted, its conversation locked). */
export async function unlessLeftOut(write: () => Promise<void>): Promise<boolean> {
  try {
    await write();
    return true;
  } catch (error) {
    if (error instanceof NotNowError || isOutOfReach(error)) return false;
    throw error;
  }
}
