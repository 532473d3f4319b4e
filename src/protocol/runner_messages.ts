import { z } from 'zod';
import { AgentSession } from './agent_session.ts';
import { Outcome } from './outcome.ts';
import { CommitId, DurationMs, Id } from './primitives.ts';
import { ORCHESTRATOR_SLOTS } from './slot.ts';
import { Usage } from './usage.ts';

/**
 * The messages of `/api/runner/v1/*`, each a POST with a JSON body, a bearer token and the protocol header.
 *
 * Life of an attempt: `lease` hands it out, `start` says that its worktree stands at a recorded base, `session` names the
 * agent's own conversation, `heartbeat` keeps the lease and brings back orders, `log` carries output, `ask` asks a person, `token` gives what git
 * needs to reach the repository, `finish` ends it; `salvaged` tells what was saved of one that could not tell its end. The attempt id is the fence: once the
 * service has given the attempt up, every further report is answered with the error `attempt_not_current` and changes nothing.
 * Every call may be repeated; the repetition is answered like the first.
 */

/** The most slots for tasks that a runner may have. */
const SLOTS_LIMIT = 1_024;

/** An agent that this runner can execute. */
export const OfferedAgent = z.object({
  name: z.string().min(1).max(64),
  /** How the runner drives it, which is the runner's matter. */
  transport: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  /** The most attempts of this agent at once in the slots for tasks of this runner; absent: as many as there are slots. */
  slots: z.number().int().positive().optional(),
});
export type OfferedAgent = z.infer<typeof OfferedAgent>;

/**
 * `POST register`: a runner introduces itself, at its start and whenever the service does not know it.
 * `boot` changes with every process: attempts that an earlier process of this runner held are lost at once.
 */
export const RegisterRequest = z.object({
  runner: Id,
  boot: Id,
  name: z.string().min(1).max(128),
  labels: z.array(z.string().min(1).max(64)).max(64),
  /** For tasks; what is kept for orchestrators comes on top. */
  slots: z.number().int().positive().max(SLOTS_LIMIT),
  agents: z.array(OfferedAgent).max(256),
  /** Globs of `owner/name` whose tasks it takes. `*` for local plans. */
  repositories: z.array(z.string().min(1).max(256)).max(1_024),
  sandbox: z.enum(['bubblewrap', 'none']),
});
export type RegisterRequest = z.infer<typeof RegisterRequest>;

export const RegisterResponse = z.object({
  /** How long a lease lasts without a heartbeat. */
  leaseMs: DurationMs,
  /** How often to send a heartbeat. */
  heartbeatMs: DurationMs,
});
export type RegisterResponse = z.infer<typeof RegisterResponse>;

/** `POST start`: the worktree stands; nothing of the task has run yet. */
export const StartRequest = z.object({ runner: Id, attempt: Id, base: CommitId, startCommit: CommitId });
export type StartRequest = z.infer<typeof StartRequest>;
export const StartResponse = z.object({ leaseMs: DurationMs });
export type StartResponse = z.infer<typeof StartResponse>;

/**
 * `POST session`: the agent's conversation has this id. Sent as soon as it is known, so that it can go on whatever happens from
 * here; what it has used by its end comes with `finish`.
 */
export const SessionRequest = z.object({ runner: Id, attempt: Id, session: AgentSession });
export type SessionRequest = z.infer<typeof SessionRequest>;
export const SessionResponse = z.object({ stored: z.literal(true) });
export type SessionResponse = z.infer<typeof SessionResponse>;

/** What the service wants of an attempt. `stop`: it is not this runner's any more; end it, keep its work. */
export const Directive = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('continue') }),
  z.object({
    kind: z.literal('cancel'),
    how: z.enum(['graceful', 'immediate']),
    reason: z.string(),
    /** What its agent has done is committed, verified and pushed as ever: only an agent at work is to end. */
    agentOnly: z.boolean().optional(),
  }),
  z.object({ kind: z.literal('stop') }),
]);
export type Directive = z.infer<typeof Directive>;

/** The longest that a heartbeat is held open for orders. */
export const HEARTBEAT_HOLD_LIMIT_MS = 25_000;

/**
 * `POST heartbeat`: renews the leases of all attempts named, at once, and carries the newest progress line of each, and what it
 * has used by now where that is news. Answered as soon as there is an order for one of them, or after `holdMs`.
 */
export const HeartbeatRequest = z.object({
  runner: Id,
  boot: Id,
  holdMs: z.int().min(0).max(HEARTBEAT_HOLD_LIMIT_MS).default(0),
  attempts: z
    .array(z.object({ attempt: Id, progress: z.string().max(500).optional(), usage: Usage.optional() }))
    .max(SLOTS_LIMIT + ORCHESTRATOR_SLOTS),
});
export type HeartbeatRequest = z.infer<typeof HeartbeatRequest>;
export const HeartbeatResponse = z.object({
  leaseMs: DurationMs,
  directives: z.array(z.object({ attempt: Id, directive: Directive })),
});
export type HeartbeatResponse = z.infer<typeof HeartbeatResponse>;

/** `POST token`: what git needs at the attempt's repository. Kept in memory only, and asked for again before it ends. */
export const TokenRequest = z.object({ runner: Id, attempt: Id });
export type TokenRequest = z.infer<typeof TokenRequest>;
export const TokenResponse = z.object({
  /** Null: the repository needs none, a folder of the same machine for one. */
  credential: z
    .object({
      username: z.string().min(1).max(256),
      token: z.string().min(1).max(4_096),
      /** How long it is good for, from when it was sent. */
      expiresInMs: DurationMs,
    })
    .nullable(),
});
export type TokenResponse = z.infer<typeof TokenResponse>;

/** `POST finish`: the end of an attempt, and its agent's conversation as it stands then; absent: there is none. */
export const FinishRequest = z.object({
  runner: Id,
  attempt: Id,
  outcome: Outcome,
  session: AgentSession.optional(),
});
export type FinishRequest = z.infer<typeof FinishRequest>;
export const FinishResponse = z.object({
  /** What became of the attempt: as reported, or already ended otherwise when an equal report came before. */
  accepted: z.literal(true),
});
export type FinishResponse = z.infer<typeof FinishResponse>;
