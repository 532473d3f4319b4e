import type { Client } from '../../http/client.ts';

/** A way to the service, or to the runs of a repository, for one command. */
export type Connection = {
  readonly client: Client;
  /** Where runs are looked for, for people. */
  readonly place: string;
  /** Whether somebody carries runs on after the command; false: the database was opened for it alone. */
  readonly isCarried: boolean;
  readonly close: () => Promise<void>;
};

/** Code of the error where no plan has ever run in the repository. */
export const NO_RUNS = 'no_runs';
