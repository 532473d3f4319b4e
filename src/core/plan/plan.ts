import type { Amounts } from '../../protocol/usage.ts';
import type { OfIssue } from './added_text.ts';
import type { PathRule } from './path_rule.ts';
import type { PlanOrigin } from './plan_origin.ts';
import type { PlanWarning } from './plan_problem.ts';
import type { ReworkSettings } from './rework_settings.ts';
import type { TaskWork } from './task_work.ts';

export type { PlanProblem, PlanWarning } from './plan_problem.ts';

/**
 * What a person wrote, as one value, whatever its source: a text, or issues below an issue. It is always valid: every reference
 * resolves, there is no cycle, and every setting is carried out. What was not understood is a list of {@link PlanProblem}s instead.
 */
export type Plan = PlanOrigin & {
  /** The title of the issue, as the event that started the run showed it, harmless and shortened; absent: a file. */
  readonly title?: string;
  /** Everything outside the Tasks section, as Markdown, without the settings block. Given to every agent. */
  readonly context: string;
  readonly settings: PlanSettings;
  readonly groups: readonly PlanGroup[];
  /** In the order of the source. */
  readonly tasks: readonly PlanTask[];
  /** What was noticed in the issue when its run started and did not keep it from starting; absent: nothing, or a file. */
  readonly warnings?: readonly PlanWarning[];
};

/** Settings of the `planwright` block. What a task may override stands in {@link TaskSettings} of each task already. */
export type PlanSettings = {
  /** The branch that the run starts from and merges into; undefined: the repository's default branch. */
  readonly base?: string;
  /** How task branches come together. Only `integration` is built. */
  readonly merge: 'integration';
  /** The most tasks of this run at work at once; undefined: as many as the runners have slots. */
  readonly concurrency?: number;
  /** What agents may use in the whole run; undefined: as much as they need. */
  readonly budget?: Amounts;
  /** Commands that check the integrated result on a clean checkout when every task is in; one argv each. */
  readonly verify: readonly Argv[];
  readonly verifyByPath?: readonly PathRule[];
  /** Commands that prepare a checkout; also run before the final verification. */
  readonly setup: readonly Argv[];
  /** The longest that the whole run may take, in milliseconds. */
  readonly runTimeoutMs?: number;
  /** Who is asked and told, where it is not who started the run: a login. */
  readonly owner?: string;
  /** Who is asked to review the final pull request: logins and `organisation/team`s. */
  readonly reviewers?: readonly string[];
  /** Whether nothing runs before a person has approved the plan as it is shown; absent: it starts at once. */
  readonly approvePlan?: true;
  /** Where the final report is committed, a path from the root of the repository; undefined: nowhere. */
  readonly report?: string;
  /** Further names of headings that hold tasks, as written. */
  readonly headings: readonly string[];
  /** The defaults that tasks were given, kept so that the plan can be printed as it was written. */
  readonly taskDefaults: Partial<TaskSettings>;
};

/** A sub-heading of the Tasks section. */
export type PlanGroup = {
  readonly id: string;
  readonly title: string;
  /** The group around this one; undefined at the top. What the outer group waits for, this one waits for too. */
  readonly parent?: string;
  /** Group and task ids that every task of the group waits for. */
  readonly after: readonly string[];
  readonly issue?: number;
  readonly line: number;
};

/** One task of a plan, with the settings of the plan applied. */
export type PlanTask = OfIssue & {
  /** Unique in the plan ignoring case; part of branch names. */
  readonly id: string;
  /** True where the author wrote the id; false where it was numbered (`t1`, `t2`, …). */
  readonly named: boolean;
  readonly title: string;
  /** The text below the title that is neither a setting nor a criterion, as Markdown. */
  readonly instructions: string;
  readonly criteria: readonly Criterion[];
  /** The id of the innermost group, or undefined. */
  readonly group?: string;
  /** What the author wrote: ids of tasks and of groups. */
  readonly after: readonly string[];
  /** The ids of the tasks this one waits for: `after` with groups (own group's too) resolved; sorted by position, no repeats. */
  readonly dependencies: readonly string[];
  /** True when the box was ticked: the task is already done. */
  readonly done: boolean;
  readonly work: TaskWork;
  /** Effective settings: the task's own over the plan's defaults. */
  readonly settings: TaskSettings;
  /** The settings written at the task itself. */
  readonly ownSettings: Partial<TaskSettings>;
  /** 1-based line of the task's item. */
  readonly line: number;
};

/** The settings in force for a task; what is absent is left to service and runner. */
export type TaskSettings = ReworkSettings & {
  /** Name of the agent; undefined: the repository says, or the runner's first. */
  readonly agent?: string;
  /** What whoever does it is there for; undefined: coder. */
  readonly role?: string;
  /** The model that the agent is to use, by the name that its provider gives it; undefined: the agent's own. */
  readonly model?: string;
  /** Globs of the files that the task is about; tasks whose globs overlap never run at the same time. */
  readonly files: readonly string[];
  /** Named resources that one task at a time may hold, in the whole repository. */
  readonly locks: readonly string[];
  readonly setup: readonly Argv[];
  readonly verify: readonly Argv[];
  /** Run after those, each where a path that it is for has changed; absent: there is none. */
  readonly verifyByPath?: readonly PathRule[];
  /** `worktree`: where the agent worked; `clean`: a fresh checkout after `setup`. */
  readonly verifyIn: 'worktree' | 'clean';
  /** The longest that one attempt may take, in milliseconds. */
  readonly timeoutMs?: number;
  /** The longest that one command of setup or verification may take, in milliseconds. */
  readonly stepTimeoutMs?: number;
  /** How long a question waits for its answer before the attempt ends as blocked, in milliseconds; set for the whole plan. */
  readonly askWaitMs?: number;
  /** What dependents do when the task fails for good. */
  readonly onFailure: 'skip' | 'continue';
  /** Higher goes first; default 0. */
  readonly priority: number;
  /** Labels that a runner must have. */
  readonly labels: readonly string[];
  readonly allowNoChange: boolean;
  /** Globs of what needs a person's consent to be changed, beside what always does; absent: none. The same for all tasks. */
  readonly protected?: readonly string[];
  /** Names of the outputs that the task must have given when it ends. */
  readonly outputs: readonly string[];
  /** What all attempts together may cost, in millionths of a US dollar, and the tokens that they may use. */
  readonly maxCostMicros?: number;
  readonly maxTokens?: number;
  /** When the task waits for a person: before it starts, or until its verified work may be merged; absent: it does not. */
  readonly approve?: readonly Approval[];
  /** The author's guess of how long the task takes, in milliseconds; weighs the critical path. */
  readonly estimateMs?: number;
};

/** `before`: a task starts only when a person lets it; `after`: its verified work waits for a person who lets it in. */
export type Approval = 'before' | 'after';

/** A program and its arguments; never a shell string. */
export type Argv = readonly string[];

/** A nested checkbox. */
export type Criterion = { readonly text: string; readonly done: boolean };
