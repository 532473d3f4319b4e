import { type AttemptState, attemptIsLive } from '../../src/core/attempt/attempt_state.ts';
import { isOutdated } from '../../src/core/decide/outdated_verification.ts';
import type { AttemptRecord, TaskRecord } from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import { slotOf } from '../../src/core/schedule/slot_of.ts';
import { isHidden } from '../../src/core/task/hidden_task.ts';
import { heldBy } from '../../src/core/task/takeover.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import { anyGlobsOverlap } from '../../src/text/globs_overlap.ts';
import type { StoredEvent, Tables } from '../support/memory_tables.ts';
import { answeredTwice, answerViolations } from './answer_invariants.ts';
import { BreakerInvariants } from './breaker_invariants.ts';
import { BudgetInvariants } from './budget_invariants.ts';
import { FindingInvariants } from './finding_invariants.ts';
import { KeptInvariants } from './kept_invariants.ts';
import { orchestratorViolations } from './orchestrator_invariants.ts';

/** Where a task may stand before a person let it start. */
const WAITING: readonly TaskRecord['state'][] = ['pending', 'ready', 'blocked'];

/** What must hold after every step, whatever went wrong in it. Each violation is one sentence. */
export class Invariants {
  readonly #tables: Tables;
  readonly #wasMerged: (mergeCommit: string) => boolean;
  /** How far the events of each run were read, and the states that they tell. */
  readonly #read = new Map<string, number>();
  readonly #told = new Map<string, string>();
  readonly #attemptsAtSuccess = new Map<string, number>();
  readonly #attempts = new Set<string>();
  readonly #breakers = new BreakerInvariants();
  readonly #kept = new KeptInvariants();
  readonly #findings = new FindingInvariants();
  readonly #budgets = new BudgetInvariants();
  /** Attempts that went on after they were given up; they may exceed the bounds of handing out. */
  readonly #revived = new Set<string>();

  constructor(tables: Tables, wasMerged: (mergeCommit: string) => boolean) {
    this.#tables = tables;
    this.#wasMerged = wasMerged;
  }

  /** @param now epoch milliseconds */
  violations(now: number): readonly string[] {
    const { runs } = this.#tables;
    return [
      ...[...runs.keys()].flatMap((run) => this.#readEvents(run)),
      ...[...runs.keys()].flatMap((run) => this.#checkRun(run)),
      ...this.#checkAttempts(),
      ...this.#checkExclusion(),
      ...this.#checkQuestions(),
      ...answeredTwice(this.#tables),
      ...answerViolations(this.#tables),
      ...orchestratorViolations(this.#tables),
      ...this.#checkBreakers(),
      ...this.#kept.violations(this.#tables),
      ...this.#findings.violations(this.#tables),
      ...this.#budgets.violations(this.#tables, now),
    ];
  }

  #tasksOf(run: string): readonly TaskRecord[] {
    return [...this.#tables.tasks.values()].filter((task) => task.run === run);
  }

  #readEvents(run: string): readonly string[] {
    const wrong: string[] = [];
    const events = this.#tables.events.get(run) ?? [];
    for (const event of events.slice(this.#read.get(run) ?? 0)) {
      const expected = (this.#read.get(run) ?? 0) + 1;
      if (event.seq !== expected) wrong.push(`Event ${expected} of ${run} has the number ${event.seq}.`);
      this.#read.set(run, expected);
      wrong.push(...this.#follow(event));
    }
    return wrong;
  }

  /** Each move must begin where the one before ended. */
  #follow({ run, task, attempt, body }: StoredEvent): readonly string[] {
    switch (body.kind) {
      case 'run_moved':
      case 'task_moved': {
        const name = body.kind === 'run_moved' ? run : `${run} ${task}`;
        const before = this.#told.get(name);
        this.#told.set(name, body.to);
        return before === undefined || before === body.from
          ? []
          : [`${name} moved from ${body.from}, but was ${before}.`];
      }
      case 'attempt_leased':
        this.#told.set(`${run} ${task} ${attempt}`, 'leased');
        return this.#told.get(run) === 'running' ? [] : [`${run} ${task} was handed out while the run did not run.`];
      case 'attempt_started':
      case 'attempt_revived':
        this.#told.set(`${run} ${task} ${attempt}`, 'running');
        if (body.kind === 'attempt_revived') this.#revived.add(`${run} ${task} ${attempt}`);
        return [];
      case 'attempt_succeeded':
      case 'attempt_ended':
      case 'attempt_given_back':
        this.#told.set(`${run} ${task} ${attempt}`, 'ended');
        return [];
      default:
        return [];
    }
  }

  #checkRun(id: string): readonly string[] {
    const run = this.#tables.runs.get(id);
    if (run === undefined) return [];
    const tasks = this.#tasksOf(id);
    const wrong: string[] = [];
    const open = tasks.filter((task) => !isHidden(task.kind) && !taskHasEnded(task.state)).length;
    if (open !== run.openTasks && !isPlanning(tasks))
      wrong.push(`${id} counts ${run.openTasks} open tasks, but has ${open}.`);
    if (runHasEnded(run.state) && run.openTasks > 0) wrong.push(`${id} is ${run.state} and counts open tasks.`);
    if (runHasEnded(run.state) && open > 0) wrong.push(`${id} is ${run.state} with ${open} open tasks.`);
    if ((this.#told.get(id) ?? run.state) !== run.state) wrong.push(`${id} is ${run.state}, but no event says so.`);
    const running = tasks.filter((task) => task.state === 'running' && slotOf(task) === 'task');
    const beyond = running.filter((task) => this.#revived.has(`${id} ${task.key} ${task.attempts}`)).length;
    if (run.concurrency !== null && running.length > run.concurrency + beyond)
      wrong.push(`${id} has ${running.length} tasks at work, and may have ${run.concurrency}.`);
    return [...wrong, ...tasks.flatMap((task) => this.#checkTask(task))];
  }

  #checkTask(task: TaskRecord): readonly string[] {
    const { tables, wrong } = { tables: this.#tables, wrong: [] as string[] };
    const name = `${task.run} ${task.key}`;
    const told = this.#told.get(name);
    if (told !== undefined && told !== task.state) wrong.push(`${name} is ${task.state}, but its events say ${told}.`);
    const before = [...tables.dependencies.values()].filter((row) => row.task === task.id);
    const open = before.filter((row) => !row.satisfied).length;
    if (open !== task.openDependencies)
      wrong.push(`${name} counts ${task.openDependencies} open dependencies, but has ${open}.`);
    if (['ready', 'running', 'retrying', 'in_review'].includes(task.state) && open > 0)
      wrong.push(`${name} is ${task.state} while ${open} of its dependencies are open.`);
    const held = heldBy(task);
    if (held !== null && task.state !== 'blocked' && task.state !== 'running')
      wrong.push(`${name} is ${task.state} in the hands of ${held}.`);
    if (task.approval === 'before' && !WAITING.includes(task.state) && !taskHasEnded(task.state))
      wrong.push(`${name} is ${task.state}, and nobody let it start.`);
    if (task.approval === 'after' && (task.state === 'in_review' || task.state === 'running'))
      wrong.push(`${name} is ${task.state} while its work waits for approval.`);
    if (task.state === 'pending' && open === 0 && task.kind !== 'issue')
      wrong.push(`${name} is pending without an open dependency.`);
    const live = [...tables.attempts.values()].filter((row) => row.task === task.id && attemptIsLive(row.state));
    if (live.length > 1) wrong.push(`${name} runs ${live.length} times at once.`);
    if ((task.state === 'running') !== (live.length === 1 && live[0]?.number === task.attempts))
      wrong.push(`${name} is ${task.state} with ${live.length} live attempts.`);
    // One that its issue did for it is opened again with that.
    const isByIssue = this.#attemptsAtSuccess.get(task.id) === 0;
    if (task.state !== 'succeeded' && (isByIssue || this.#hasFindings(task))) this.#attemptsAtSuccess.delete(task.id);
    const attemptsAtSuccess = this.#attemptsAtSuccess.get(task.id);
    // What came in since the whole was verified is verified as well.
    const mayRepeat = task.kind === 'verification';
    if (!mayRepeat && attemptsAtSuccess !== undefined && attemptsAtSuccess !== task.attempts)
      wrong.push(`${name} had succeeded and got another attempt.`);
    const newest = [...tables.attempts.values()].find((row) => row.task === task.id && row.number === task.attempts);
    const run = tables.runs.get(task.run);
    if (run?.state === 'in_review' && mayRepeat && isOutdated({ task, attempt: newest ?? null }, run))
      wrong.push(`${name} verified something else than what is in review.`);
    if (task.state === 'succeeded') this.#attemptsAtSuccess.set(task.id, task.attempts);
    return wrong;
  }

  #checkAttempts(): readonly string[] {
    return [...this.#tables.attempts.values()].flatMap((attempt) => {
      const task = this.#tables.tasks.get(attempt.task);
      const name = `${attempt.run} ${task?.key} ${attempt.number}`;
      const expected = toldAs(attempt.state);
      const wrong = this.#told.get(name) === expected ? [] : [`Attempt ${name} is ${attempt.state}; no event says so.`];
      if (this.#attempts.has(attempt.id)) return wrong;
      this.#attempts.add(attempt.id);
      return [...wrong, ...this.#checkStartingPoint(attempt, name)];
    });
  }

  /** A new attempt stands on all of what its task waited for that was in when it was handed out. */
  #checkStartingPoint(attempt: AttemptRecord, name: string): readonly string[] {
    const { tasks, dependencies } = this.#tables;
    // What people pushed is verified as it stands.
    if (!attempt.request.startingPoint.ref.endsWith('/plan')) return [];
    const contained = new Set(attempt.request.startingPoint.mustContain);
    const wrong = [...contained]
      .filter((merge) => !this.#wasMerged(merge))
      .map((merge) => `${name} needs ${merge}, which is not in.`);
    for (const row of dependencies.values()) {
      if (row.task !== attempt.task) continue;
      const before = tasks.get(row.dependsOn);
      const merge = before?.mergeCommit ?? null;
      // One that had been skipped may come in while its dependent is at work.
      if ((before?.endedAt ?? 0) >= attempt.leasedAt) continue;
      if (merge !== null && !contained.has(merge)) wrong.push(`${name} does not start on the work of ${before?.key}.`);
    }
    return wrong;
  }

  /** What was found in its work lets it go back to work. */
  #hasFindings(task: TaskRecord): boolean {
    return [...this.#tables.findings.values()].some((finding) => finding.task === task.id);
  }

  /** Nobody is asked for nothing, and nobody waits without having asked. */
  #checkQuestions(): readonly string[] {
    const { questions, tasks, runs } = this.#tables;
    const rows = [...questions.values()];
    const open = rows.filter(({ state }) => state === 'open');
    const idle = open.filter(({ run, task: id, attempt, source }) => {
      if (id === null) return runHasEnded(runs.get(run)?.state ?? 'canceled');
      const task = tasks.get(id);
      if (source === 'no_progress') return runHasEnded(runs.get(run)?.state ?? 'canceled');
      if (attempt === null) return task?.state !== 'blocked';
      return task?.attempts !== attempt || (task.state !== 'running' && task.state !== 'blocked');
    });
    const stuck = [...tasks.values()].filter(
      (task) =>
        task.state === 'blocked' && heldBy(task) === null && !open.some((question) => question.task === task.id),
    );
    const misnumbered = [...runs.keys()].filter((run) => {
      const numbers = new Set(rows.filter((row) => row.run === run).map(({ n }) => n));
      return [...numbers].some((n, index) => n !== index + 1);
    });
    const twice = open.filter((row) =>
      open.some(
        (other) => other.id !== row.id && other.run === row.run && other.n === row.n && other.task === row.task,
      ),
    );
    const halfSettled = open.filter((row) =>
      rows.some(
        (other) =>
          other.run === row.run && other.n === row.n && (other.state === 'answered' || other.state === 'expired'),
      ),
    );
    return [
      ...idle.map(({ run, n }) => `Q${n} of ${run} is open, and nobody waits for the answer.`),
      ...stuck.map(({ run, key }) => `${run} ${key} is blocked and asks nothing.`),
      ...twice.map(({ run, n }) => `A task asks Q${n} of ${run} twice.`),
      ...halfSettled.map(({ run, n }) => `Q${n} of ${run} is settled for one task and open for another.`),
      ...misnumbered.map((run) => `The questions of ${run} are not numbered from 1.`),
    ];
  }

  /** Locks are held once in the repository, files once in a run, by what is at work. */
  #checkBreakers(): readonly string[] {
    return this.#breakers.violations(this.#tables, (attempt) => {
      const key = this.#tables.tasks.get(attempt.task)?.key;
      return this.#revived.has(`${attempt.run} ${key} ${attempt.number}`);
    });
  }

  #checkExclusion(): readonly string[] {
    const running = [...this.#tables.tasks.values()].filter((task) => task.state === 'running');
    return running.flatMap((task, index) =>
      running.slice(index + 1).flatMap((other) => {
        const [mine, theirs] = [task.spec.settings, other.spec.settings];
        const shared = mine.locks.filter((lock) => theirs.locks.includes(lock));
        const overlap = task.run === other.run && anyGlobsOverlap(mine.files, theirs.files);
        const both = `${task.run} ${task.key} and ${other.run} ${other.key}`;
        return [
          ...shared.map((lock) => `${both} hold the lock ${lock} together.`),
          ...(overlap ? [`${both} work on the same files.`] : []),
        ];
      }),
    );
  }
}

/** A run whose one task makes a plan, and is counted though nobody sees it. */
function isPlanning(tasks: readonly TaskRecord[]): boolean {
  return tasks.some(({ kind }) => kind === 'planning');
}

function toldAs(state: AttemptState): string {
  return attemptIsLive(state) ? state : 'ended';
}
