import { z } from 'zod';
import { ConversationEvent } from './conversation.ts';
import { PromptPart } from './execution_request.ts';
import { LogPiece } from './log_piece.ts';
import { Id } from './primitives.ts';
import { AnswerText, QuestionView } from './questions.ts';
import { RunnerView } from './runner_view.ts';
import { TaskState } from './states.ts';
import { UsageSum } from './usage.ts';
import { AttemptView, EventView, RunView, TaskView } from './views.ts';

/** What `/api/v1/*` is asked and answers. Times are epoch milliseconds. */

const Time = z.number().int();

/** `GET /api/v1/runs?active=true&name=…&limit=…`: newest first. */
export const ListRunsQuery = z.object({
  active: z.enum(['true', 'false']).optional(),
  name: z.string().max(256).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(50),
});
export const ListRunsResponse = z.object({ runs: z.array(RunView) });
export type ListRunsResponse = z.infer<typeof ListRunsResponse>;

/**
 * `POST /api/v1/runs`: starts a plan on a repository that the service can reach by path.
 * An unfinished run of the same name and repository is answered instead (`created: false`) when its plan is the same;
 * a different plan is refused (`already_running`). A finished run of the same plan is answered too (`created: false`),
 * and not run again unless `again`.
 */
export const CreateRunRequest = z.object({
  name: z.string().min(1).max(100),
  markdown: z.string().max(8_000_000),
  repository: z.object({ name: z.string().min(1).max(256), cloneUrl: z.string().min(1).max(4_096) }),
  owner: z.string().min(1).max(128),
  /** The agent of a plan whose own text names none. */
  agent: z.string().min(1).max(64).optional(),
  /** The repository's settings file as it stands at the base; absent: there is none. */
  settings: z.string().max(65_536).optional(),
  /** The settings file of whoever starts it, which counts less; absent: there is none. */
  userSettings: z.string().max(65_536).optional(),
  again: z.boolean().default(false),
  /** The hash of the plan that whoever starts it has approved; a plan with `approve: plan` does not start without. */
  approved: z.string().max(64).optional(),
});
export type CreateRunRequest = z.input<typeof CreateRunRequest>;
export const CreateRunResponse = z.object({ run: RunView, created: z.boolean() });
export type CreateRunResponse = z.infer<typeof CreateRunResponse>;

/** `GET /api/v1/runs/:run`; `:run` is an id, its beginning, or a name (then the newest of that name). */
export const RunResponse = z.object({ run: RunView, tasks: z.array(TaskView) });
export type RunResponse = z.infer<typeof RunResponse>;

/** The day of the service's table of list prices, `2026-11-21`: by it cost is reckoned where neither agent nor repository says it. */
const PricesAsOf = z.string();

/** `GET /api/v1/runs/:run/tasks/:task`: the task with all its attempts and questions, oldest first. */
export const TaskResponse = z.object({
  run: RunView,
  task: TaskView,
  attempts: z.array(AttemptView),
  questions: z.array(QuestionView),
  pricesAsOf: PricesAsOf,
});
export type TaskResponse = z.infer<typeof TaskResponse>;

/** `GET /api/v1/runs/:run/tasks/:task/prompt?attempt=…`; without a number what the next attempt would be told. */
export const PromptQuery = z.object({ attempt: z.coerce.number().int().min(1).optional() });
export const PromptResponse = z.object({
  /** null: the next, which nobody has begun. */
  attempt: z.number().int().nullable(),
  /** How the task stands: where it has ended, no further attempt follows by itself. */
  state: TaskState,
  /** null: the first of its runner. */
  agent: z.string().nullable(),
  provider: z.string().nullable(),
  model: z.string().nullable(),
  role: z.string(),
  /** Why this agent. */
  routing: z.string(),
  /** What was said instead to a conversation that went on; null: a new one was begun. */
  resumed: z.array(PromptPart).nullable(),
  parts: z.array(PromptPart),
});
export type PromptResponse = z.infer<typeof PromptResponse>;

/** `GET /api/v1/runs/:run/events?after=…&limit=…`; `…/events/stream` is the same as server-sent events, without end. */
export const EventsQuery = z.object({
  after: z.coerce.number().int().nonnegative().default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(500),
});
export const EventsResponse = z.object({ events: z.array(EventView), more: z.boolean() });
export type EventsResponse = z.infer<typeof EventsResponse>;

/** `POST /api/v1/runs/:run/cancel` and `…/tasks/:task/cancel`. */
export const CancelRequest = z.object({
  how: z.enum(['graceful', 'immediate']).default('graceful'),
  by: z.string().min(1).max(128),
});
export type CancelRequest = z.input<typeof CancelRequest>;

/** `POST /api/v1/runs/:run/tasks/:task/retry`. */
export const RetryRequest = z.object({ by: z.string().min(1).max(128) });
export type RetryRequest = z.infer<typeof RetryRequest>;

/** `POST /api/v1/runs/:run/questions/:question/answer`; `:question` is `Q3`, `3`, or the task that asks. */
export const AnswerRequest = z.object({ text: AnswerText, by: z.string().min(1).max(128) });
export type AnswerRequest = z.infer<typeof AnswerRequest>;
export const AnswerResponse = z.object({ run: RunView, question: QuestionView });
export type AnswerResponse = z.infer<typeof AnswerResponse>;

/** `GET /api/v1/attempts/:attempt/log?from=…`: what is stored from that offset on, at most 64 pieces. */
export const LogQuery = z.object({ from: z.coerce.number().int().nonnegative().default(0) });
export const LogResponse = z.object({
  pieces: z.array(LogPiece),
  /** Where to ask on; equal to `from` when nothing new is there. */
  next: z.number().int().nonnegative(),
  /** The attempt has ended and nothing follows `next`. */
  complete: z.boolean(),
});
export type LogResponse = z.infer<typeof LogResponse>;

/**
 * `GET /api/v1/attempts/:attempt/conversation?from=…`: the agent's events from that offset on, which is 0 or a `next` of
 * before. Asked again and again with the last `next`, it gives each event once.
 */
export const ConversationResponse = z.object({
  events: z.array(ConversationEvent),
  /** Where to ask on; equal to `from` when nothing new is there. */
  next: z.number().int().nonnegative(),
  /** The attempt has ended and nothing follows `next`. */
  complete: z.boolean(),
});
export type ConversationResponse = z.infer<typeof ConversationResponse>;

/** `POST /api/v1/deliveries/retry`: webhooks that were given up are processed anew; without an id all of them. */
export const RetryDeliveriesRequest = z.object({ id: z.string().min(1).max(100).optional() });
export const RetryDeliveriesResponse = z.object({ retried: z.number().int() });
export type RetryDeliveriesResponse = z.infer<typeof RetryDeliveriesResponse>;

/** `GET /api/v1/status`. */
export const StatusResponse = z.object({
  version: z.string(),
  runs: z.array(RunView),
  runners: z.array(RunnerView),
  /** Providers that live runners offer under one name with several transports. */
  differing: z.array(
    z.object({
      provider: z.string(),
      transports: z.array(z.object({ transport: z.string(), runners: z.array(z.string()) })),
      /** All of it in words: `` `claude` is acp on forge-1, claude-code on forge-2 ``. */
      text: z.string(),
    }),
  ),
  /** What all runs of a repository have used, ended ones too; the first hundred by name, without those of which nothing is known. */
  repositories: z.array(z.object({ id: Id, name: z.string(), usage: UsageSum })),
  pricesAsOf: PricesAsOf,
  /** Ready tasks of active runs and what each waits for. */
  waiting: z.array(z.object({ run: z.string(), task: z.string(), waitsFor: z.string() })),
  /** What active runs ask and nobody has answered, at most 100. */
  questions: z.array(QuestionView.extend({ run: z.string() })),
  /** Effects that are not sent yet, and those that will never be with why. */
  outbox: z.object({
    waiting: z.number().int(),
    dead: z.array(z.object({ run: Id.nullable(), kind: z.string(), message: z.string() })),
  }),
  /** Webhooks that are not processed yet, those of them that failed before, and those that were given up with why. */
  deliveries: z.object({
    waiting: z.number().int(),
    failing: z.number().int(),
    dead: z.array(z.object({ id: z.string(), event: z.string(), receivedAt: Time, message: z.string() })),
  }),
});
export type StatusResponse = z.infer<typeof StatusResponse>;
