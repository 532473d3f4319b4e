import { CliError } from '../cli_error.ts';
import type { Reply } from '../reply.ts';
import { NO_RUNS } from './connection.ts';

/** Where no plan has ever run, a command that lists has nothing to list: that is an answer and no error. */
export async function nothingYet(data: unknown, work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof CliError && error.code === NO_RUNS) return { data, text: error.message };
    throw error;
  }
}
