import type { AgentSession } from '../../src/protocol/agent_session.ts';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { AttemptAction } from '../../src/protocol/outcome.ts';
import type { Usage } from '../../src/protocol/usage.ts';
import type { Provider } from '../config/runner_config.ts';
import type { AttemptFolder } from '../git/attempt_folder.ts';
import type { Mirror } from '../git/mirror.ts';
import type { CredentialSource } from '../git/with_credential.ts';
import type { FurnishHome } from '../home/furnish_home.ts';
import type { ConversationLog } from '../log/conversation_log.ts';
import type { LogShipper } from '../log/log_shipper.ts';
import type { Clock } from '../process/clock.ts';
import type { ToolProgram } from '../tools/install_tool.ts';
import type { AttemptControl } from './attempt_control.ts';
import type { AttemptPaths } from './attempt_paths.ts';
import type { AttemptQuestions } from './attempt_questions.ts';
import type { EvidenceList } from './evidence.ts';
import type { GitPort } from './git_port.ts';
import type { OutputCollection } from './outputs.ts';
import type { TaskProcesses } from './task_processes.ts';

/** What attempts need of the runner and of the machine, passed in. */
export type AttemptSurroundings = {
  readonly workDir: string;
  readonly providers: readonly Provider[];
  readonly git: GitPort;
  readonly processes: TaskProcesses;
  readonly clock: Clock;
  /** Milliseconds since the Unix epoch, for the dates of commits. */
  readonly epochMs: () => number;
  /** Draws from [0, 1). */
  readonly random: () => number;
  readonly furnishHome: FurnishHome;
  readonly tool: ToolProgram;
  /** Tells the service that the worktree stands; rejects with `ServiceError`. */
  readonly reportStart: (base: string, startCommit: string, signal: AbortSignal) => Promise<void>;
  /** Tells the service of the agent's conversation, until it is taken; rejects with `ServiceError`, or when `signal` aborts. */
  readonly reportSession: (session: AgentSession, signal: AbortSignal) => Promise<void>;
};

/** Where the attempt's work stands in git. */
export type Place = {
  readonly mirror: Mirror;
  readonly checkout: AttemptFolder;
  /** The commit that changes are counted from. */
  readonly base: string;
  /** The commit that the worktree began at: the base, or an earlier attempt's commit. */
  readonly startCommit: string;
  /** The commit that protected paths are held against: the base, or what people have pushed. */
  readonly trusted: string;
};

/** HOME and TMPDIR of a command. */
export type PrivateFolders = { readonly home: string; readonly temporary: string };

/** One attempt while it runs. */
export type Attempt = {
  readonly request: ExecutionRequest;
  readonly paths: AttemptPaths;
  /** Of the task's agent and commands; the HOME is kept from attempt to attempt. */
  readonly own: PrivateFolders;
  /** Whether the HOME was there before this attempt, and with it what the agent remembers. */
  readonly isHomeKept: boolean;
  /** Whether the worktree has the path that it has in every attempt of the task here. */
  readonly isInUsualFolder: boolean;
  readonly socketFolder: string;
  readonly surroundings: AttemptSurroundings;
  /** For every fetch and push of the attempt; no command of the task ever sees it. */
  readonly credentials: CredentialSource;
  readonly control: AttemptControl;
  readonly log: LogShipper;
  /** What the agent is asked, says and does, apart from the log that people read. */
  readonly conversation: ConversationLog;
  readonly evidence: EvidenceList;
  readonly outputs: OutputCollection;
  /** What is asked of people. */
  readonly questions: AttemptQuestions;
  readonly setProgress: (text: string) => void;
  /** Tells what the agent has used by now. */
  readonly setUsage: (usage: Usage) => void;
  /** What it is doing now, for the class of a failure. */
  action: AttemptAction;
  /** The same in words, for the message of a timeout. */
  step: string;
  /** What the agent has used; undefined: it did not say. */
  readonly usage: () => Usage | undefined;
  /** The agent's own last words. */
  summary: string;
  /** The agent's conversation as it stands; undefined while there is none. */
  session: AgentSession | undefined;
  /** Set once the worktree stands. */
  place: Place | undefined;
  /** The commit of the finished work, once made; what comes later in the worktree does not count. */
  finishedCommit: string | undefined;
};
