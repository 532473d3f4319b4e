import type { GitPort } from '../attempt/git_port.ts';
import type { TaskProcesses } from '../attempt/task_processes.ts';
import type { FurnishHome } from '../home/furnish_home.ts';
import type { Logger } from '../logger.ts';
import type { Clock } from '../process/clock.ts';
import type { Redaction } from '../redaction.ts';
import type { ServiceClient } from '../service/service_client.ts';
import type { ToolProgram } from '../tools/install_tool.ts';
import type { HeartbeatLoop } from './heartbeat_loop.ts';
import type { RunnerFolder } from './identity.ts';
import type { LeaseLoop } from './lease_loop.ts';
import type { Registration } from './registration.ts';
import type { Repeating } from './repeat.ts';
import type { RunnerOptions } from './runner_options.ts';
import type { RunningAttempts } from './running_attempts.ts';

/** One runner process at work: who it is, whom it works for, and what it has. */
export type Worker = {
  readonly options: RunnerOptions;
  readonly folder: RunnerFolder;
  /** New for every process. */
  readonly boot: string;
  readonly client: ServiceClient;
  readonly registration: Registration;
  readonly attempts: RunningAttempts;
  readonly git: GitPort;
  readonly processes: TaskProcesses;
  readonly furnishHome: FurnishHome;
  readonly tool: ToolProgram;
  readonly clock: Clock;
  readonly epochMs: () => number;
  readonly random: () => number;
  readonly randomId: () => string;
  readonly logger: Logger;
  readonly redaction: Redaction;
  readonly repeating: Repeating;
  /** What each attempt's log says about the sandbox first. */
  readonly sandboxLine: string;
  /** Aborts when the time for a graceful shutdown is over; reports that are not delivered stay in the journal. */
  readonly gaveUp: AbortSignal;
  /** What the loops need of all this. */
  readonly loop: HeartbeatLoop & Omit<LeaseLoop, 'slot' | 'once' | 'begin'>;
};
