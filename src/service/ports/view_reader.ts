import type { TaskRouting } from '../../core/agents/task_routing.ts';
import type { SeenBreaker } from '../../core/breaker/resting.ts';
import type { RunnerRecord } from '../../core/records.ts';
import type { Notice } from '../../core/report/notice.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import type { UsageSum } from '../../protocol/usage.ts';
import type { AttemptView, EventView, RunView, TaskView } from '../../protocol/views.ts';
import type { DeliveriesView } from './deliveries.ts';

/** A task as the database shows it; what it waits for depends on the runners. */
export type StoredTask = Omit<TaskView, 'waitsFor' | 'agents'> & { readonly routing: TaskRouting };

/** A runner as the database knows it. */
export type KnownRunner = RunnerRecord & {
  /** Attempts that it holds: in its slots, and in that which it keeps for orchestrators. */
  readonly busy: number;
  readonly orchestrating: number;
  /** The token that it registered with was revoked since. */
  readonly revoked: boolean;
};

/** Snapshots for people. */
export type ViewReader = {
  readonly runs: (query: {
    readonly active?: boolean;
    readonly name?: string;
    readonly limit: number;
  }) => Promise<readonly RunView[]>;
  /** By id, by the beginning of an id (at least 4 characters, unambiguous), by name or `owner/name#issue` (then the newest). */
  readonly findRun: (idOrName: string) => Promise<RunView | null>;
  readonly tasks: (run: string, now: number) => Promise<readonly StoredTask[]>;
  /** Of the task with that key, oldest first. */
  readonly attempts: (run: string, task: string) => Promise<readonly AttemptView[]>;
  readonly question: (id: string) => Promise<QuestionView | null>;
  /** What has that number in the run: one question, or those of several tasks that ask the same; open ones first, then by asking. */
  readonly questionsByNumber: (run: string, n: number) => Promise<readonly QuestionView[]>;
  /** What a task has asked, oldest first; by its id. */
  readonly questions: (task: string) => Promise<readonly QuestionView[]>;
  /** What is open in all runs, with the id of its run; the first hundred. */
  readonly openQuestions: () => Promise<readonly { readonly run: string; readonly question: QuestionView }[]>;
  /** Without those of hidden tasks. */
  readonly events: (run: string, after: number, limit: number) => Promise<readonly EventView[]>;
  /** The newest remarks of a run (events `noticed`, and what people asked for), oldest first. */
  readonly notices: (run: string, limit: number) => Promise<readonly Notice[]>;
  readonly runners: () => Promise<readonly KnownRunner[]>;
  /** Breakers of agents that are not closed. */
  readonly breakers: () => Promise<readonly SeenBreaker[]>;
  /** By name. */
  readonly repositoryNames: (limit: number) => Promise<readonly string[]>;
  /** What all runs of a repository have used, by its name; without those of which nothing is known. */
  readonly usedByRepositories: (
    limit: number,
  ) => Promise<readonly { readonly id: string; readonly name: string; readonly usage: UsageSum }[]>;
  readonly outbox: () => Promise<{
    readonly waiting: number;
    readonly dead: readonly { readonly run: string | null; readonly kind: string; readonly message: string }[];
  }>;
  readonly deliveries: () => Promise<DeliveriesView>;
};
