import type { PromptPart } from '../../src/protocol/execution_request.ts';
import type { Provider } from '../config/runner_config.ts';

/** What a backend is given for one attempt. How its program is run (sandbox, environment, limits) is the attempt's matter. */
export type AgentTask = {
  readonly provider: Provider;
  readonly prompt: readonly PromptPart[];
};

/** How to run an agent's program once. */
export type AgentCommand = {
  readonly argv: readonly [string, ...string[]];
  /** Everything that goes to its standard input, which is then closed. */
  readonly stdin: string;
};

/** What an agent's end means. */
export type AgentResult =
  | { readonly kind: 'done'; readonly summary: string }
  /** It said by itself that it failed. */
  | { readonly kind: 'failed'; readonly summary: string; readonly message: string };

/** How the agent's program ended, and the end of what it wrote. */
export type AgentExit = {
  readonly exitCode: number;
  readonly stdoutTail: string;
  readonly stderrTail: string;
};

/** One agent at work. Backends that read events while it runs get its output here, piece by piece. */
export type AgentSession = {
  readonly command: AgentCommand;
  readonly onStdout?: (bytes: Uint8Array) => void;
  readonly finish: (exit: AgentExit) => AgentResult;
};

/** The driver of one transport. */
export type AgentBackend = {
  readonly start: (task: AgentTask) => AgentSession;
};
