import type { AgentUsage } from '../protocol/agent_session.ts';
import type { ExecutionRequest } from '../protocol/execution_request.ts';
import type { Outcome } from '../protocol/outcome.ts';
import type { TaskRouting } from './agents/task_routing.ts';
import type { AttemptState } from './attempt/attempt_state.ts';
import type { GivenOrder } from './attempt/order_reason.ts';
import type { FailureNote } from './failure_note.ts';
import type { Approval, PlanTask } from './plan/plan.ts';
import type { Reason } from './reason.ts';
import type { FailureCounts } from './retry/failure_policy.ts';
import type { RunState } from './run/run_state.ts';
import type { RunnerToken } from './runner/runner_token.ts';
import type { HiddenKind, SeenKind } from './task/hidden_task.ts';
import type { Takeover } from './task/takeover.ts';
import type { TaskState } from './task/task_state.ts';
import type { BudgetFields, ReservedFields } from './usage/budget_fields.ts';

/** What the database keeps, as core sees it. Times are epoch milliseconds; `null` means "not yet" or "none". */

export type RepositoryRecord = {
  readonly id: string;
  /** `owner/name`, or the folder's name for a local repository. */
  readonly name: string;
  /** What runners fetch from and push to. */
  readonly cloneUrl: string;
  /** Where it is on GitHub; null: a repository on this machine. */
  readonly github: GitHubPlace | null;
};

/** How GitHub knows a repository, whatever it is called today. */
export type GitHubPlace = {
  readonly id: number;
  /** The installation of the App that reaches it. */
  readonly installation: number;
};

/** How an order to end was meant. */
export type CancelHow = 'graceful' | 'immediate';

/** A run as it is stored. */
export type RunRecord = BudgetFields & {
  readonly id: string;
  readonly repository: string;
  /** The plan's name: of its file for local runs, the issue's number on GitHub. */
  readonly name: string;
  /** 1 for the first run of this name in this repository; further runs count on. */
  readonly sequence: number;
  readonly state: RunState;
  readonly reason: Reason | null;
  /** Whom it belongs to: who started it, unless the plan names another. A login on GitHub. */
  readonly owner: string;
  /** Number of the plan issue; null: a local run. */
  readonly issue: number | null;
  /** Number of the pull request from the integration branch to the base, once it is open. */
  readonly finalPull: number | null;
  readonly planHash: string;
  /** How many edits of the plan were followed; whoever decides by the graph relies on it. */
  readonly planEdits: number;
  /** Branch that the run starts from and its commit, recorded when the run begins. */
  readonly base: string | null;
  readonly baseCommit: string | null;
  /** `planwright/<name>` or `planwright/<name>.2`; the integration branch is `<prefix>/plan`. */
  readonly branchPrefix: string;
  readonly integrationHead: string | null;
  /** The most tasks of this run at work at once; null: no bound. */
  readonly concurrency: number | null;
  /** How long the whole run may take in milliseconds, and until when; null: no bound. The second is set when it begins. */
  readonly timeoutMs: number | null;
  readonly deadlineAt: number | null;
  readonly cancel: CancelHow | null;
  /** Where the plan wants the final report committed, a path from the root of the repository; null: nowhere. */
  readonly reportPath: string | null;
  /** The commit on the integration branch that brought the report; null: none yet. */
  readonly reportCommit: string | null;
  /** Tasks that have not ended. */
  readonly openTasks: number;
  readonly createdAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
};

/** A task as it is stored. */
export type TaskRecord = {
  readonly id: string;
  readonly run: string;
  readonly key: string;
  /** From 0, in the order of the plan. */
  readonly position: number;
  /** `verification` is the run's own last task, whose key is `plan`. */
  readonly kind: SeenKind | HiddenKind;
  readonly spec: PlanTask;
  /** Who may do it; of an agent's task only. */
  readonly routing: TaskRouting;
  readonly state: TaskState;
  readonly reason: Reason | null;
  /** Dependencies that are not satisfied yet. */
  readonly openDependencies: number;
  /** Number of the newest attempt; 0: none yet. */
  readonly attempts: number;
  readonly failures: FailureCounts;
  /** Names of its agents that are not asked any more, until a person retries it. */
  readonly passedOver: readonly string[];
  /** When a retrying task is due. */
  readonly dueAt: number | null;
  readonly priority: number;
  /** Length of the longest way from here to the end of the plan; the longer goes first. */
  readonly rank: number;
  readonly cancel: CancelHow | null;
  /** The verified commit of the newest successful attempt, and the merge that brought it in. */
  readonly commit: string | null;
  readonly mergeCommit: string | null;
  /** Number of its pull request, once it is open. */
  readonly pull: number | null;
  /** Commit that people pushed to its branch and that has no evidence yet: the next attempt verifies it.
   * Equal to `commit`: it did not pass, and an agent goes on from there. */
  readonly pushed: string | null;
  /** Who has it in their hands, or had it last and gave it back; null: no person took it. */
  readonly takeover: Takeover | null;
  /** What a person has to say of it: whether it may start, or whether its verified work may be merged; null: nothing. */
  readonly approval: Approval | null;
  /** The verified commit that a person let in. */
  readonly approvedCommit: string | null;
  /** The commit whose required checks have all passed; null: none is known of. */
  readonly checked: string | null;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  readonly endedAt: number | null;
};

/** One task waits for another. */
export type DependencyRecord = {
  readonly run: string;
  readonly task: string;
  readonly dependsOn: string;
  readonly satisfied: boolean;
};

/** An attempt as it is stored. */
export type AttemptRecord = ReservedFields & {
  readonly id: string;
  readonly run: string;
  readonly task: string;
  readonly number: number;
  readonly state: AttemptState;
  readonly runner: string;
  /** The runner's process, and the request by which it was leased. */
  readonly boot: string;
  readonly leaseRequest: string;
  /** Who does it, for people; null: a command. */
  readonly agent: string | null;
  /** What the runner started for it, and with which model; null: a command, or the provider's own default. */
  readonly provider: string | null;
  readonly model: string | null;
  /** When the lease ends unless a heartbeat renews it. */
  readonly leaseUntil: number;
  readonly cancel: (GivenOrder & { readonly how: CancelHow }) | null;
  readonly base: string | null;
  readonly startCommit: string | null;
  readonly progress: string;
  readonly request: ExecutionRequest;
  readonly outcome: Outcome | null;
  /** Set together with an end. */
  readonly failure: FailureNote | null;
  readonly leasedAt: number;
  readonly startedAt: number | null;
  readonly endedAt: number | null;
};

/** The conversation of a task with one agent of one runner, which a later attempt there goes on with. */
export type SessionRecord = {
  readonly task: string;
  readonly runner: string;
  /** The runner's provider whose agent it is. */
  readonly provider: string;
  /** The agent's own id of it. */
  readonly session: string;
  /** What the agent said it had used by its end. */
  readonly used: AgentUsage;
  /** Numbers of the attempts that began it and used it last. */
  readonly began: number;
  readonly attempt: number;
  readonly updatedAt: number;
};

/** A runner as it last introduced itself. */
export type RunnerRecord = {
  readonly id: string;
  readonly boot: string;
  readonly name: string;
  readonly labels: readonly string[];
  readonly slots: number;
  readonly agents: readonly { readonly name: string; readonly transport: string; readonly slots?: number }[];
  readonly repositories: readonly string[];
  readonly sandbox: 'bubblewrap' | 'none';
  readonly seenAt: number;
  /** The token it registered with; null: that of the service's environment. */
  readonly token: RunnerToken | null;
};
