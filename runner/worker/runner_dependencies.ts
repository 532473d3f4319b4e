import type { GitPort } from '../attempt/git_port.ts';
import type { TaskProcesses } from '../attempt/task_processes.ts';
import type { FurnishHome } from '../home/furnish_home.ts';
import type { Logger } from '../logger.ts';
import type { CancellationSignals } from '../process/cancellation.ts';
import type { Clock } from '../process/clock.ts';
import type { Redaction } from '../redaction.ts';
import type { ToolProgram } from '../tools/install_tool.ts';

/** Everything the runner has of the machine and the world, passed in so that a simulation can stand in for it. */
export type RunnerDependencies = {
  readonly clock: Clock;
  /** Milliseconds since the Unix epoch: dates of commits and ages of folders. */
  readonly epochMs: () => number;
  readonly fetch: typeof fetch;
  readonly randomId: () => string;
  /** Draws from [0, 1). */
  readonly random: () => number;
  readonly git: GitPort;
  readonly processes: TaskProcesses;
  /** Ends what dead runners left running, by the attempt ids that their marks begin with; resolves to how many are left. */
  readonly killMarked: (prefix: string) => Promise<number>;
  readonly furnishHome: FurnishHome;
  readonly tool: ToolProgram;
  readonly logger: Logger;
  /** Takes secrets out of what is sent to the service. */
  readonly redaction: Redaction;
  /** Whether commands run in a sandbox, and if not, why and what to do; one line. */
  readonly sandboxLine: string;
  readonly machineName: string;
  /** The runner's own end: asked first, then at once. */
  readonly end: CancellationSignals;
};
