import { NO_AGENT_SETTINGS } from '../../src/core/agents/agent_settings.ts';
import { createRun as decideCreateRun } from '../../src/core/decide/create_run.ts';
import { followEdit } from '../../src/core/decide/follow_edit.ts';
import { noteFindings } from '../../src/core/decide/note_findings.ts';
import { mayBeOverruled } from '../../src/core/decide/overrule.ts';
import { nothing } from '../../src/core/decision.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import { Refusal } from '../../src/core/refusal.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import type { Amounts } from '../../src/protocol/usage.ts';
import { doChores, tick } from '../../src/service/chores/tick.ts';
import { giveAnswer } from '../../src/service/commands/answer_question.ts';
import { approveTask, isApproval } from '../../src/service/commands/approve_task.ts';
import { cancelRun } from '../../src/service/commands/cancel_run.ts';
import { cancelTask } from '../../src/service/commands/cancel_task.ts';
import { changeAnswer } from '../../src/service/commands/change_answer.ts';
import { changeBudget } from '../../src/service/commands/change_budget.ts';
import { pauseRun } from '../../src/service/commands/pause_run.ts';
import { resumeRun } from '../../src/service/commands/resume_run.ts';
import { retryRun } from '../../src/service/commands/retry_run.ts';
import { retryTask } from '../../src/service/commands/retry_task.ts';
import { returnTask } from '../../src/service/commands/return_task.ts';
import { skipTask } from '../../src/service/commands/skip_task.ts';
import { takeTask } from '../../src/service/commands/take_task.ts';
import { commit } from '../../src/service/commit.ts';
import { type ServiceDependencies, surroundings } from '../../src/service/dependencies.ts';
import { loadEdit } from '../../src/service/incoming/load_edit.ts';
import { noteBranchPushed } from '../../src/service/observations/note_branch_pushed.ts';
import { notePullClosed } from '../../src/service/observations/note_pull_closed.ts';
import type { Forge } from '../../src/service/ports/forge.ts';
import type { SliceReader, Store } from '../../src/service/ports/store.ts';
import { askQuestion } from '../../src/service/runners/ask_question.ts';
import { finishAttempt, startAttempt } from '../../src/service/runners/attempt_reports.ts';
import { heartbeat } from '../../src/service/runners/heartbeat.ts';
import { LeaseWaiters } from '../../src/service/runners/lease_waiters.ts';
import { noteSalvaged } from '../../src/service/runners/note_salvaged.ts';
import { registerRunner } from '../../src/service/runners/register_runner.ts';
import { createSignals } from '../../src/service/signals.ts';
import { memoryStore } from '../support/memory_store.ts';
import { pair, type Tables } from '../support/memory_tables.ts';
import { randomEdit } from './random_edit.ts';
import { failingCheck, review } from './random_findings.ts';
import type { SeededRandom } from './seeded_random.ts';
import type { Link, Reply } from './simulated_runner.ts';

/** How likely each thing goes wrong. */
export type Faults = {
  /** A message does not arrive; its answer does not arrive; it arrives twice. */
  readonly requestLost: number;
  readonly answerLost: number;
  readonly doubled: number;
  /** The forge is not reached, or its answer is lost. */
  readonly forgeFails: number;
};

export const NO_FAULTS: Faults = { requestLost: 0, answerLost: 0, doubled: 0, forgeFails: 0 };

/** A place in the life of a command where something may come in between. */
export type CommitPoint = { readonly command: string; readonly when: 'before_commit' | 'after_commit' };

/** What people may do; the name says to what. */
export type Intervention =
  | `${'cancel' | 'retry' | 'skip' | 'take' | 'return' | 'approve' | 'push_to' | 'merge' | 'close' | 'review'}_task`
  | 'approve_otherwise'
  | 'edit_answer'
  | `${'cancel' | 'retry' | 'pause' | 'resume' | 'edit'}_run`;

/** Who answers for people is an agent that all runners have. */
const WITH_ORCHESTRATOR = {
  ...NO_AGENT_SETTINGS,
  agents: { orchestrator: { provider: 'coder', model: null, prompt: null, fallback: [] } },
};

class ServiceCrash extends Error {}

/** The real use cases on the store in memory, behind a network that may fail, in a process that may die. */
export class SimulatedService {
  nowMs = 1_700_000_000_000;
  faults: Faults;
  /** What all plans together may use in the month. */
  repositoryBudget: Amounts | null = null;
  readonly newId: () => string;
  readonly tables: Tables;
  readonly link: Link;
  /** Commits by which people merged pull requests. */
  readonly mergedByHand = new Set<string>();
  /** Commands that were committed, by name. */
  readonly commands = new Map<string, number>();
  readonly #random: SeededRandom;
  #deps: ServiceDependencies;
  #waiters: LeaseWaiters;
  #edits = 0;
  #reviews = 0;
  #interruption: { readonly point: CommitPoint; readonly act: () => Promise<void> | void } | null = null;

  constructor(random: SeededRandom, forge: Forge, faults: Faults) {
    this.#random = random;
    this.faults = faults;
    let ids = 0;
    this.newId = () => `00000000-0000-7000-8000-${(++ids).toString(16).padStart(12, '0')}`;
    const store = memoryStore(() => this.nowMs, {
      beforeCommit: async (command) => {
        for (let turns = random.between(0, 6); turns > 0; turns--) await Promise.resolve();
        await this.#reach({ command, when: 'before_commit' });
      },
      afterCommit: async (command) => {
        this.commands.set(command, (this.commands.get(command) ?? 0) + 1);
        await this.#reach({ command, when: 'after_commit' });
      },
    });
    this.tables = store.tables;
    this.#deps = {
      store,
      forge,
      github: null,
      signals: createSignals(),
      settings: {
        leaseMs: 30_000,
        tickIntervalMs: 1_000,
        logRetentionMs: 86_400_000,
        execution: {
          timeoutMs: 1_000,
          stepTimeoutMs: 1_000,
          idleMs: 1_000,
          askWaitMs: 10,
          cancelGraceMs: 1_000,
          logHeadBytes: 1,
          logTailBytes: 1,
        },
        scheduling: { serviceConcurrency: 5, repositoryConcurrency: 5, headStartMs: 3_000 },
        breaker: { failures: 2, cooldownMs: 3_000 },
      },
      process: this.newId(),
      version: '0',
      clock: { now: () => this.nowMs },
      // Nothing in it waits by itself.
      sleep: (_ms, givenUp) =>
        new Promise((resolve) => givenUp?.addEventListener('abort', () => resolve(), { once: true })),
      newId: this.newId,
      random: random.next,
      randomBytes: (count) => new Uint8Array(count),
      log: () => undefined,
    };
    this.#waiters = new LeaseWaiters(this.#deps);
    this.link = {
      register: (request) => this.#carry(() => registerRunner(this.#deps, request, null)),
      lease: (request) => this.#carry(() => this.#waiters.lease(request, null)),
      start: (request) => this.#carry(() => startAttempt(this.#deps, request)),
      heartbeat: (request) => this.#carry(() => heartbeat(this.#deps, request, new AbortController().signal)),
      ask: (request) => this.#carry(() => askQuestion(this.#deps, request, new AbortController().signal)),
      finish: (request) => this.#carry(() => finishAttempt(this.#deps, request)),
      salvaged: (request) => this.#carry(() => noteSalvaged(this.#deps, request)),
    };
  }

  /** The next time a command reaches this point, `act` happens there. */
  interruptAt(point: CommitPoint, act: () => Promise<void> | void): void {
    this.#interruption = { point, act };
  }

  /** The next time a command reaches this point, the process dies there and another takes its place. */
  crashAt(point: CommitPoint): void {
    this.interruptAt(point, () => {
      this.#deps = { ...this.#deps, process: this.newId(), signals: createSignals() };
      this.#waiters = new LeaseWaiters(this.#deps);
      throw new ServiceCrash(`The process died at ${point.command}, ${point.when}.`);
    });
  }

  /** The next time work is handed out, `act` happens between choosing tasks and reading their details. */
  beforeLeaseDetails(act: () => Promise<void>): void {
    let due = true;
    const { store } = this.#deps;
    const leaseDetails: SliceReader['leaseDetails'] = async (tasks) => {
      if (due) {
        due = false;
        await act();
      }
      return store.read.leaseDetails(tasks);
    };
    const command: Store['command'] = (name, decide) =>
      store.command(name, (read) => decide({ ...read, leaseDetails }));
    this.#deps = { ...this.#deps, store: { ...store, command } };
    this.#waiters = new LeaseWaiters(this.#deps);
  }

  /** True until what was to happen at a point has happened. */
  get interruptionIsDue(): boolean {
    return this.#interruption !== null;
  }

  heal(): void {
    this.faults = NO_FAULTS;
    this.#interruption = null;
  }

  async createRun(name: string, plan: Plan, hasOrchestrator = false): Promise<string> {
    const repository = { name: 'acme/app', cloneUrl: '/repositories/app', github: null };
    const { run } = await commit(this.#deps, 'create_run', async (read) => {
      const known = await read.repositoryByCloneUrl(repository.cloneUrl);
      const input = {
        repository,
        source: { name },
        plan,
        planHash: name,
        startedBy: 'ada',
        agent: null,
        agents: hasOrchestrator ? WITH_ORCHESTRATOR : NO_AGENT_SETTINGS,
        repositoryBudget: this.repositoryBudget,
      };
      return decideCreateRun({ repository: known, previous: null, records: [] }, input, surroundings(this.#deps));
    });
    return run;
  }

  /** A person gives more to every run that has used all, and lifts what bounds the repository. */
  async giveBudget(): Promise<void> {
    const order = { how: 'add', amounts: { costMicros: 30_000, tokens: null } } as const;
    for (const { id, state, budgetStage } of this.tables.runs.values()) {
      if (budgetStage !== 'spent' || runHasEnded(state)) continue;
      await this.#survive(() => changeBudget(this.#deps, id, { order, by: 'ada' }));
    }
    const changes = [...this.tables.repositoryBudgets.keys()].map(
      (repository) => ({ kind: 'keep_repository_budget', repository, budget: null }) as const,
    );
    if (changes.length === 0) return;
    await commit(this.#deps, 'note_settings', async () => ({ changes, events: [], effects: [], result: null }));
  }

  tick(): Promise<void> {
    return this.#survive(async () => {
      for (let turn = 0; turn < 20; turn++) if (!(await tick(this.#deps)).more) return;
    });
  }

  chores(): Promise<void> {
    return this.#survive(async () => void (await doChores(this.#deps)));
  }

  /** Something that the process may die at. */
  carryOut(act: (deps: ServiceDependencies) => Promise<unknown>): Promise<void> {
    return this.#survive(() => act(this.#deps));
  }

  /** A person takes a hand in a task or run; what the state does not allow is refused. */
  intervene(kind: Intervention, id: string): Promise<void> {
    const input = { how: this.#random.oneOf(['graceful', 'immediate'] as const), by: 'ada' };
    const because = 'paused_by_person';
    const acts: Record<Intervention, () => Promise<unknown>> = {
      cancel_task: () => cancelTask(this.#deps, id, input),
      retry_task: () => retryTask(this.#deps, id, input),
      skip_task: () => skipTask(this.#deps, id, input),
      take_task: () => takeTask(this.#deps, id, input),
      return_task: () => returnTask(this.#deps, id, { by: 'ada', words: this.#random.oneOf(['', 'add a test']) }),
      approve_task: () => this.#approve(id),
      approve_otherwise: () => this.#answerApproval(this.#random.oneOf(['2', 'please do more of it'])),
      edit_answer: () => this.#editAnswer(),
      push_to_task: () => noteBranchPushed(this.#deps, id, { commit: this.#pushed(), by: 'ada' }),
      merge_task: () => notePullClosed(this.#deps, id, { merge: { commit: this.#mergedByHand() }, by: 'ada' }),
      close_task: () => notePullClosed(this.#deps, id, { merge: null, by: 'ada' }),
      review_task: () => this.#review(id),
      cancel_run: () => cancelRun(this.#deps, id, { ...input, because: 'person' }),
      retry_run: () => retryRun(this.#deps, id, input),
      pause_run: () => pauseRun(this.#deps, id, { because, by: 'ada' }),
      resume_run: () => resumeRun(this.#deps, id, input),
      edit_run: () => this.#editPlan(id),
    };
    return this.#survive(acts[kind]);
  }

  /** A person asks for changes in the work of a task, or a check of it fails for the second time. */
  #review(task: string): Promise<unknown> {
    const number = ++this.#reviews;
    const isCheck = this.#random.chance(0.3);
    return commit(this.#deps, 'note_review', async (read) => {
      const slice = await read.taskSlice(task, 'direct');
      if (slice === null) return nothing(null);
      const content = isCheck ? failingCheck(number, slice.task.commit ?? '') : review(number);
      const found = {
        contents: [content],
        state: 'open',
        waitMs: this.#random.oneOf([0, 5_000]),
        notice: null,
      } as const;
      return noteFindings(slice, await read.findingsOf(task), found, surroundings(this.#deps));
    });
  }

  /** The run follows a random edit of its plan, as it would one of its issue. */
  #editPlan(run: string): Promise<unknown> {
    const edits = ++this.#edits;
    return commit(this.#deps, 'edit_plan', async (read) => {
      const slice = await loadEdit(read, run);
      if (slice === null || runHasEnded(slice.run.state) || slice.run.cancel !== null) return nothing(null);
      const plan = randomEdit(slice.plan, this.#random, edits);
      return followEdit(slice, { plan, planHash: `edit ${edits}`, by: 'ada' }, surroundings(this.#deps));
    });
  }

  /** A person answers one of the open questions, or overrules the orchestrator, with the one option or the other. */
  async answer(): Promise<void> {
    const rows = [...this.tables.questions.values()];
    const open = rows.filter((question) => question.state === 'open' || mayBeOverruled(question));
    if (open.length === 0) return;
    const { id, n, source } = this.#random.oneOf(open);
    const approves = source === 'approve_before' || source === 'approve_after';
    const text = approves || n % 2 === 1 ? '1' : '2';
    await this.#survive(() => giveAnswer(this.#deps, id, { text, by: 'ada' }));
  }

  /** Two people answer the same question at once, not always with the same words; the answer of one may come twice. */
  async answerTwice(): Promise<void> {
    const open = [...this.tables.questions.values()].filter(({ state }) => state === 'open');
    if (open.length === 0) return;
    const { id, n, source } = this.#random.oneOf(open);
    const approves = source === 'approve_before' || source === 'approve_after';
    const own = approves || n % 2 === 1 ? '1' : '2';
    const other = approves ? '1' : this.#random.oneOf(['1', '2']);
    const given = [
      { text: own, by: 'ada' },
      { text: other, by: 'bob' },
      ...(this.#random.chance(0.3) ? [{ text: own, by: 'ada' }] : []),
    ];
    await Promise.all(given.map((answer) => this.#survive(() => giveAnswer(this.#deps, id, answer))));
  }

  /** A person approves by the task's key, with all that it asks before their eyes. */
  #approve(id: string): Promise<unknown> {
    const asked = [...this.tables.questions.values()].filter(({ task }) => task === id);
    for (const { run: subject, n } of asked) {
      const shown = { subject, what: `asked:${n}`, number: null, digest: '0', rememberedAt: this.nowMs } as const;
      this.tables.shown.set(pair(subject, shown.what), shown);
    }
    return approveTask(this.#deps, id, { by: 'ada', at: this.nowMs, isNamed: true });
  }

  /** A person says no to one of the questions for approval, or sends the work back. */
  async #answerApproval(text: string): Promise<void> {
    const open = [...this.tables.questions.values()].filter(isApproval);
    if (open.length > 0) await giveAnswer(this.#deps, this.#random.oneOf(open).id, { text, by: 'ada' });
  }

  /** Who answered says it otherwise, by an edit; too late where a task went on with it. */
  async #editAnswer(): Promise<void> {
    const own = [...this.tables.questions.values()].filter(
      (row) => row.state === 'answered' && row.answeredBy === 'ada',
    );
    if (own.length === 0) return;
    const input = { text: this.#random.oneOf(['1', '2']), by: 'ada' };
    await changeAnswer(this.#deps, this.#random.oneOf(own).id, input, []);
  }

  #pushed(): string {
    return `f${this.newId().replaceAll('-', '').padStart(39, '0')}`;
  }

  #mergedByHand(): string {
    const commit = this.#pushed();
    this.mergedByHand.add(commit);
    return commit;
  }

  /** Whatever ends a command early here is what a caller would try again. */
  async #survive(act: () => Promise<unknown>): Promise<void> {
    try {
      await act();
    } catch (error) {
      if (!(error instanceof ServiceCrash || error instanceof Refusal)) throw error;
    }
  }

  async #carry<Answer>(call: () => Promise<Answer>): Promise<Reply<Answer>> {
    const { requestLost, answerLost, doubled } = this.faults;
    if (this.#random.chance(requestLost)) return { kind: 'lost' };
    const copies = this.#random.chance(doubled) ? 2 : 1;
    const replies = await Promise.all(Array.from({ length: copies }, () => replyOf(call)));
    const reply = replies[this.#random.between(0, copies - 1)];
    return reply === undefined || this.#random.chance(answerLost) ? { kind: 'lost' } : reply;
  }

  async #reach({ command, when }: CommitPoint): Promise<void> {
    const { point, act } = this.#interruption ?? {};
    if (point?.command !== command || point.when !== when) return;
    this.#interruption = null;
    await act?.();
  }
}

async function replyOf<Answer>(call: () => Promise<Answer>): Promise<Reply<Answer>> {
  try {
    return { kind: 'answer', answer: await call() };
  } catch (error) {
    if (error instanceof ServiceCrash) return { kind: 'lost' };
    if (error instanceof Refusal) return { kind: 'refused', code: error.code };
    throw error;
  }
}
