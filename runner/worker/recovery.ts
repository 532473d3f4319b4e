import type { AttemptPaths } from '../attempt/attempt_paths.ts';
import type { GitPort } from '../attempt/git_port.ts';
import type { TaskProcesses } from '../attempt/task_processes.ts';
import type { Logger } from '../logger.ts';
import type { Clock } from '../process/clock.ts';
import type { Redaction } from '../redaction.ts';
import type { ServiceClient } from '../service/service_client.ts';
import type { RunnerFolder } from './identity.ts';
import type { Repeating } from './repeat.ts';

/** What the start of a runner has to clean up after dead ones. */
export type Recovery = {
  readonly workDir: string;
  /** Of this process. */
  readonly boot: string;
  /** The service that this process works for; reports to others stay where they are. */
  readonly service: string;
  readonly client: ServiceClient;
  readonly repeating: Repeating;
  readonly git: GitPort;
  readonly processes: TaskProcesses;
  readonly killMarked: (prefix: string) => Promise<number>;
  readonly clock: Clock;
  readonly epochMs: () => number;
  readonly logger: Logger;
  readonly redaction: Pick<Redaction, 'learn'>;
};

/** An attempt that a dead runner had at work, by its id. */
export type Leftover = { readonly folder: RunnerFolder; readonly attempt: string; readonly paths: AttemptPaths };

/** Work of an ended attempt that is on this machine only, and the id of its repository. */
export type UnpushedLeftover = { readonly leftover: Leftover; readonly repository: string };
