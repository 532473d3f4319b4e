import type { AgentSession, AgentUsage } from '../../src/protocol/agent_session.ts';
import type { FailureClass } from '../../src/protocol/outcome.ts';
import type { AgentEvent } from './agent_event.ts';

/** What a backend is given for one attempt. How its program is run (sandbox, environment, limits) is the attempt's matter. */
export type AgentTask = {
  /** The provider's command, to which the backend adds its own arguments. */
  readonly command: readonly [string, ...string[]];
  readonly prompt: string;
  /** null: the agent's own default. */
  readonly model: string | null;
  /** The worktree as the agent sees it. */
  readonly workingDirectory: string;
  /** A conversation to go on with; null: a new one. */
  readonly session: EarlierSession | null;
  /** A fresh UUID: the id of a new conversation where the agent lets it be chosen. */
  readonly newSessionId: string;
  /** The tool server that the agent is to start; null: it gets none. */
  readonly tools: McpServerSpec | null;
};

/** A conversation of an earlier attempt, and what the agent said that it had used by its end. */
export type EarlierSession = Readonly<AgentSession>;

/** How an MCP server is started that speaks over its standard streams. */
export type McpServerSpec = {
  readonly name: string;
  readonly command: readonly [string, ...string[]];
  readonly environment: Readonly<Record<string, string>>;
  /** The longest that one of its tools may take, in milliseconds: no agent gives up on it before. */
  readonly callTimeoutMs: number;
};

/** How an agent's program is started. */
export type Launch = {
  readonly argv: readonly [string, ...string[]];
  /** What the log shows in place of `argv`, where that holds more than people care for. */
  readonly shown?: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Everything that goes to its standard input, which is then closed; absent: it is talked to. */
  readonly input?: string;
};

/** What a driver does to the world: to be called at any time until the program has ended. */
export type AgentIo = {
  readonly emit: (event: AgentEvent) => void;
  /** To the program's standard input. */
  readonly write: (text: string) => void;
  /**
   * Nothing more is asked of the program, whether its work went well or not: its input is to be closed, and since some
   * agents live on without it, whoever runs the program ends it.
   */
  readonly workIsOver: () => void;
};

/** How the agent's program ended, and the end of its error output. */
export type AgentExit = { readonly exitCode: number; readonly stderrTail: string };

/** What the work came to; exactly one, whatever the agent printed and however it exited. */
export type AgentOutcome = {
  /** The agent's last words. */
  readonly summary: string;
  /** The conversation, to be handed to a later attempt; null: none was begun. */
  readonly session: EarlierSession | null;
  /** Of this attempt alone. */
  readonly usage: AgentUsage;
} & ({ readonly kind: 'done' } | ({ readonly kind: 'failed' } & AgentFailure));

/** When a limit ends, in whichever way that was said. */
export type LimitEnd =
  | { readonly kind: 'at'; readonly epochMs: number }
  | { readonly kind: 'after'; readonly ms: number };

/** Why an agent did not do its work. */
export type AgentFailure = {
  readonly class: FailureClass;
  readonly message: string;
  /** When the limit that was met ends; absent: nobody said. */
  readonly limitEnds?: LimitEnd;
  /** The conversation that was to go on is not there any more: only a new one can. */
  readonly isSessionLost?: boolean;
};

/** One agent at work: pure of processes and clocks, fed with what its program prints. */
export type AgentDriver = {
  readonly launch: Launch;
  /** The conversation's id where it is known before the program runs. */
  readonly knownSession?: string;
  /** To be called once, when the program runs. */
  readonly begin: () => void;
  readonly onStdout: (bytes: Uint8Array) => void;
  /** The answer to a question that was emitted. */
  readonly answer: (question: string, text: string) => void;
  /** Asks the agent to stop what it does and to end; whether it can be asked so. Where not, a signal has to do. */
  readonly interrupt: () => boolean;
  readonly finish: (exit: AgentExit) => AgentOutcome;
};

/** The driver of one transport. */
export type AgentBackend = {
  /** Whether it tells what the agent does while it works; else nobody can say that it stands still. */
  readonly tellsProgress: boolean;
  /** Whether its program finds a conversation by the folder that it worked in, or may. */
  readonly isBoundToFolder: boolean;
  readonly start: (task: AgentTask, io: AgentIo) => AgentDriver;
};
