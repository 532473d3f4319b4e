import type { Transport } from '../agents/backends.ts';
import type { AllowedHost } from '../egress/allowed_host.ts';

/** A program that this machine offers as an agent. */
export type Provider = {
  readonly name: string;
  /** Program and arguments; relative paths are resolved already. */
  readonly command: readonly [string, ...string[]];
  readonly transport: Transport;
  /** Names of the runner's own environment variables that this agent is given, and nothing else is. */
  readonly env: readonly string[];
  /** Files of the runner's own HOME that this agent is lent in its private one: paths from there. */
  readonly home: readonly string[];
  /** The most attempts of this agent at once; undefined: as many as the runner has slots. */
  readonly slots?: number;
  /** Who offers it: the runner's file, or what is installed on this machine. */
  readonly from: 'file' | 'path';
};

/** Whether agents, commands, setup and verification run in bubblewrap. */
export type SandboxPolicy = 'auto' | 'required' | 'off';

/** The runner's file, read and completed with its defaults. */
export type RunnerConfig = {
  /** In the order of the file, then the built-in ones that are on the PATH and that it does not name. */
  readonly providers: readonly Provider[];
  /** Globs of `owner/name` whose tasks this runner takes; `*` for local plans. */
  readonly repositories: readonly string[];
  readonly sandbox: SandboxPolicy;
  /** The only hosts that tasks may reach; undefined: the network as it is. */
  readonly egress?: readonly AllowedHost[];
  readonly labels: readonly string[];
  readonly slots: number;
};

/** What a runner's file leaves open depends on whom the runner works for: a service elsewhere, or plans of this machine. */
export type RunnerMode = 'service' | 'local';

/** Slots of a runner whose file names none. */
export const DEFAULT_SLOTS = 2;
