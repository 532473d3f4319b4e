import type { RunnerConfig } from '../config/runner_config.ts';

/** What a runner is told by whoever starts it. */
export type RunnerOptions = {
  /** Address and token of the service. */
  readonly url: string;
  readonly token: string;
  /**
   * A lasting name of the service, by which a later process knows whose reports it finds. Default: its address. Local
   * plans, whose address changes with every start, name their database.
   */
  readonly service?: string;
  readonly workDir: string;
  readonly config: RunnerConfig;
  /** Files of the runner that no task may read, beside the work folder. */
  readonly ownFiles?: readonly string[];
  /** How the runner is called in what people read; default: the machine's name. */
  readonly name?: string;
  /** Instead of what the config says. */
  readonly slots?: number;
  /** Beside those of the config. */
  readonly labels?: readonly string[];
  /** Ends when the service has no run left that could give work. */
  readonly once: boolean;
  /** The longest that a graceful shutdown may take, in milliseconds; default 20 s. */
  readonly shutdownLimitMs?: number;
};
