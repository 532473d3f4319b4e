import { z } from 'zod';
import { AgentSession } from './agent_session.ts';
import { FunctionCall } from './function_call.ts';
import { Argv, CommitId, DurationMs, Id, OutputName, Outputs } from './primitives.ts';
import { AnsweredQuestion } from './questions.ts';
import { Budget } from './usage.ts';

/** What a dependency left behind, given to a task as its inputs. */
export const DependencyResult = z.object({
  task: z.string(),
  title: z.string(),
  state: z.enum(['succeeded', 'failed', 'skipped', 'canceled']),
  /** The agent's own last words, shortened. */
  summary: z.string(),
  outputs: Outputs,
  /** The merge commit that brought the work in; null where there was no change. */
  commit: CommitId.nullable(),
});
export type DependencyResult = z.infer<typeof DependencyResult>;

/** The longest name of a model, in UTF-16 code units. */
export const MODEL_NAME_LIMIT = 200;

/** One titled part of a prompt; the runner joins them in order. */
export const PromptPart = z.object({ title: z.string(), text: z.string() });
export type PromptPart = z.infer<typeof PromptPart>;

/** A command for the paths that any of the globs matches. */
export const PathRule = z.object({ when: z.array(z.string()).min(1), argv: Argv });
export type PathRule = z.infer<typeof PathRule>;

/** What is executed. */
export const Work = z.discriminatedUnion('kind', [
  /**
   * An agent CLI with a prompt. `agent` is its name for people, `provider` that of what the runner offers; `model` null: the
   * provider's own default. `role` is what it is there for: coder, reviewer, … or the team's own. Where its conversation with this
   * runner can go on, `resume` says with what; the prompt is for a new one, also where the earlier is not there any more.
   */
  z.object({
    kind: z.literal('agent'),
    agent: z.string(),
    provider: z.string(),
    model: z.string().min(1).max(MODEL_NAME_LIMIT).nullable(),
    role: z.string(),
    prompt: z.array(PromptPart).min(1),
    resume: z.object({ session: AgentSession, prompt: z.array(PromptPart).min(1) }).optional(),
  }),
  /** The commands of a `run:` task, one after another. */
  z.object({ kind: z.literal('command'), run: z.array(Argv).min(1) }),
  /** A function of a module in the repository, with the task and its inputs as the argument; what it returns are outputs. */
  z.object({ kind: z.literal('function'), call: FunctionCall }),
  /** Nothing but setup and verification, on a clean checkout: the end of a run. Never commits. */
  z.object({ kind: z.literal('verification') }),
]);
export type Work = z.infer<typeof Work>;

/**
 * Where an attempt starts.
 *
 * The runner fetches `ref`, proves that every commit of `mustContain` is an ancestor of its head, and records that head
 * as the attempt's base. With `continueFrom` the worktree starts at that commit of an earlier attempt instead, whose
 * base is kept. `trusted` is what
 * protected paths are held against; absent: the base. `alsoParent` becomes a second parent of the commit, so that the task's branch moves forward only.
 */
export const StartingPoint = z.object({
  ref: z.string().startsWith('refs/'),
  mustContain: z.array(CommitId),
  continueFrom: z.object({ commit: CommitId, base: CommitId }).optional(),
  alsoParent: CommitId.optional(),
  trusted: CommitId.optional(),
});
export type StartingPoint = z.infer<typeof StartingPoint>;

/** Bounds of one attempt, all in milliseconds or bytes. */
export const Limits = z.object({
  /** The whole attempt, from start to finish. */
  timeoutMs: DurationMs,
  /** One command of setup or verification. */
  stepTimeoutMs: DurationMs,
  /** An agent that makes no progress for so long is ended. */
  idleMs: DurationMs,
  /** How long a question waits for its answer before the attempt ends as blocked. */
  askWaitMs: DurationMs,
  /** Between asking a process tree to end and killing it. */
  cancelGraceMs: DurationMs,
  /** Of the log, the first and the last bytes that are kept. */
  logHeadBytes: z.number().int().nonnegative(),
  logTailBytes: z.number().int().nonnegative(),
  /** What the task may use; absent: as much as it needs. */
  budget: Budget.optional(),
});
export type Limits = z.infer<typeof Limits>;

/** Everything a runner needs for one attempt. */
export const ExecutionRequest = z.object({
  protocol: z.number().int(),
  attempt: Id,
  run: Id,
  task: z.object({ id: Id, key: z.string(), title: z.string() }),
  /** Counted from 1 per task. */
  number: z.number().int().positive(),
  /** Number of the plan issue, or the plan's name for local runs. */
  issue: z.string(),
  repository: z.object({ id: Id, cloneUrl: z.string() }),
  startingPoint: StartingPoint,
  /** Where the runner pushes the attempt's commit. */
  attemptRef: z.string().startsWith('refs/planwright/attempts/'),
  work: Work,
  setup: z.array(Argv),
  verify: z.array(Argv),
  /** Run after those, each where one of its globs matches a changed path. */
  verifyByPath: z.array(PathRule),
  /** Paths count as changed since this commit; absent: since the attempt's base. */
  changedSince: CommitId.optional(),
  /** Globs, in any case, of what is changed with a person's consent only; and what of it agents read as their configuration. */
  protected: z.object({ paths: z.array(z.string()), agentConfiguration: z.array(z.string()) }),
  verifyIn: z.enum(['worktree', 'clean']),
  inputs: z.array(DependencyResult),
  /** What earlier attempts of the task asked, with the answers, in the order of asking. */
  answers: z.array(AnsweredQuestion),
  /** The whole plan with the states of its tasks, as text for `planwright-tool plan`. */
  planText: z.string(),
  requiredOutputs: z.array(OutputName),
  allowNoChange: z.boolean(),
  /** What it changes counts for nothing: it is neither committed nor saved nor pushed. */
  readOnly: z.boolean(),
  commitMessage: z.string(),
  limits: Limits,
  /** Why this runner and this agent. */
  routing: z.string(),
});
export type ExecutionRequest = z.infer<typeof ExecutionRequest>;
