import type { RunRecord, TaskRecord } from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import { slotOf } from '../../src/core/schedule/slot_of.ts';
import { isHidden } from '../../src/core/task/hidden_task.ts';
import { heldBy } from '../../src/core/task/takeover.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import type { AskRequest } from '../../src/protocol/ask_messages.ts';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { Outcome } from '../../src/protocol/outcome.ts';
import type { Slot } from '../../src/protocol/slot.ts';
import { AgentIllness } from './agent_illness.ts';
import { EditInvariants } from './edit_invariants.ts';
import { Invariants } from './invariants.ts';
import { planningRests, planningViolations } from './planning_invariants.ts';
import type { ScriptedPlan } from './random_plan.ts';
import type { SeededRandom } from './seeded_random.ts';
import { SimulatedEdits } from './simulated_edits.ts';
import { SimulatedForge } from './simulated_forge.ts';
import { SimulatedIssues } from './simulated_issues.ts';
import { SimulatedPlanning } from './simulated_planning.ts';
import { type Ending, type RunnerTraits, SimulatedRunner } from './simulated_runner.ts';
import { type Faults, SimulatedService } from './simulated_service.ts';

const HEARTBEAT_MS = 5_000;
/** Simulated time after which a healed world must have come to rest. */
const REST_WITHIN_MS = 2 * 3_600_000;

export type SimulationInput = {
  readonly random: SeededRandom;
  readonly plans: readonly ScriptedPlan[];
  readonly runners: readonly RunnerTraits[];
  readonly faults: Faults;
  /** How many issues without tasks there are; absent: none. */
  readonly ideas?: number;
  /** How many issues with plans that wait for approval, also of their edits, there are; absent: none. */
  readonly edited?: number;
};

const FACTS = {
  evidence: [],
  outputs: {},
  summary: '',
  durationMs: 1,
  changedFiles: 1,
  insertions: 1,
  deletions: 0,
};
const OUT_OF_BUDGET: Outcome = {
  kind: 'failed',
  class: 'run_budget',
  message: 'No more is left.',
  commit: null,
  ...FACTS,
};
const CANCELED: Outcome = { kind: 'canceled', message: 'It was asked to end.', commit: null, ...FACTS };

/** A whole world on a virtual clock: service, runners and forge, with the faults that the input allows. */
export class Simulation {
  readonly random: SeededRandom;
  readonly service: SimulatedService;
  readonly runners: readonly SimulatedRunner[];
  readonly forge: SimulatedForge;
  readonly illness: AgentIllness;
  readonly issues: SimulatedIssues;
  readonly planning: SimulatedPlanning;
  readonly edits: SimulatedEdits;
  /** Plan of each run. */
  readonly planOf = new Map<string, ScriptedPlan>();
  readonly #invariants: Invariants;
  readonly #edited = new EditInvariants();
  readonly #plans: readonly ScriptedPlan[];
  readonly #heartbeatDue = new Map<SimulatedRunner, number>();
  #commits = 0;
  #asked = 0;
  #decided = 0;
  #planned = 0;

  constructor({ random, plans, runners, faults, ideas = 0, edited = 0 }: SimulationInput) {
    this.random = random;
    this.#plans = plans;
    const newCommit = () => (++this.#commits).toString(16).padStart(40, '0');
    this.forge = new SimulatedForge({
      scriptOf: (task) => this.#scriptOf(task),
      beginRefused: (run) => this.planOf.get(run)?.beginRefused === true,
      conflictsOf: (task) => this.service.tables.tasks.get(task)?.failures.conflict ?? 0,
      now: () => this.service.nowMs,
      newCommit,
      fails: () => random.chance(this.service.faults.forgeFails),
      // Of all lengths, and without a draw, so that what else is drawn stays the same.
      turns: () => (++this.#asked * 5) % 13,
    });
    this.service = new SimulatedService(random, this.forge, faults);
    this.issues = new SimulatedIssues(random, this.service);
    this.planning = new SimulatedPlanning(random, this.service, ideas);
    this.edits = new SimulatedEdits(random, this.service, this.forge.shownPlans, edited);
    this.illness = new AgentIllness(random, () => this.service.nowMs);
    const around = {
      now: () => this.service.nowMs,
      newId: this.service.newId,
      newCommit,
      workMs: () => random.between(0, 20_000),
      questionOf: (request: ExecutionRequest) => this.#questionOf(request),
      outcomeOf: (runner: string, request: ExecutionRequest, how: Ending) =>
        how === 'canceled'
          ? CANCELED
          : how === 'out_of_budget'
            ? OUT_OF_BUDGET
            : this.#outcomeOf(runner, request, how, newCommit),
    };
    this.runners = runners.map((traits) => new SimulatedRunner(traits, this.service.link, around));
    this.#invariants = new Invariants(
      this.service.tables,
      (merge) => this.service.mergedByHand.has(merge) || [...this.forge.merges.values()].includes(merge),
    );
  }

  get runs(): readonly RunRecord[] {
    return [...this.service.tables.runs.values()];
  }

  async begin(): Promise<void> {
    for (const [index, plan] of this.#plans.entries()) {
      const name = `plan${index}`;
      if (this.random.chance(0.1))
        this.forge.prefixes.set(`planwright/${name}`, { run: null, baseCommit: '0'.repeat(40) });
      const run = await this.service.createRun(name, plan.plan, plan.hasOrchestrator);
      this.planOf.set(run, plan);
    }
    await this.edits.begin();
  }

  /** Some time passes, then several things happen at once. */
  async step(things: readonly (() => Promise<void>)[]): Promise<void> {
    this.service.nowMs += this.random.chance(0.7) ? this.random.between(50, 3_000) : 0;
    for (const runner of this.runners) runner.letTimePass();
    await Promise.all([...this.runners.map((runner) => this.#heartbeat(runner)), ...things.map((thing) => thing())]);
    this.check();
  }

  /** Everything works again and nothing is paused: goes on until all runs have ended and every runner is idle. */
  async heal(): Promise<void> {
    this.service.heal();
    this.illness.heal();
    const until = this.service.nowMs + REST_WITHIN_MS;
    while (!this.atRest) {
      this.issues.closeAll();
      await this.planning.approveAll();
      await this.edits.approveAll();
      await this.#giveBack();
      await this.service.giveBudget();
      for (const { id, state } of this.runs) if (state === 'paused') await this.service.intervene('resume_run', id);
      if (this.service.nowMs > until) throw new Error(`The world does not come to rest:\n${this.#describe()}`);
      await this.round();
    }
  }

  /** What people have in their hands is given back, or is not needed where it waits for what failed. */
  async #giveBack(): Promise<void> {
    for (const { id } of this.#held()) await this.service.intervene('return_task', id);
    for (const { id } of this.#held()) await this.service.intervene('skip_task', id);
  }

  #held(): readonly TaskRecord[] {
    return [...this.service.tables.tasks.values()].filter((task) => heldBy(task) !== null);
  }

  get atRest(): boolean {
    const { tasks } = this.service.tables;
    return (
      planningRests(this.service.tables) &&
      this.#nothingWaits() &&
      [...tasks.values()].every(({ kind, state }) => !isHidden(kind) || taskHasEnded(state)) &&
      this.runs.every((run) => runHasEnded(run.state)) &&
      this.runners.every((runner) => runner.idle)
    );
  }

  /** What waits for approval when its run ends waits for ever. */
  #nothingWaits(): boolean {
    const { proposals, runs } = this.service.tables;
    return [...proposals.values()].every(({ run }) => runHasEnded(runs.get(run ?? '')?.state ?? 'pending'));
  }

  check(): void {
    const wrong = [
      ...this.#invariants.violations(this.service.nowMs),
      ...this.#doubleWork(),
      ...this.runners.flatMap((runner) => runner.misplaced((task) => this.#slotOf(task))),
      ...this.forge.violations,
      ...this.issues.violations(),
      ...this.#edited.violations(this.service.tables, this.edits.approved, (run) => this.edits.isOf(run)),
      ...planningViolations(this.service.tables, { asked: this.planning.asked, shown: this.forge.shownPlans }),
    ];
    if (wrong.length > 0) throw new Error(`${wrong.join('\n')}\n${this.#describe()}`);
  }

  /** A second passes, and everybody does what is to be done. */
  async round(): Promise<void> {
    this.service.nowMs += 1_000;
    for (const runner of this.runners) {
      runner.letTimePass();
      await this.#heartbeat(runner);
      await runner.finish();
      await runner.lease();
      await runner.start();
      await runner.ask();
    }
    await this.service.answer();
    await this.service.tick();
    await this.issues.lookAt();
    this.check();
  }

  async #heartbeat(runner: SimulatedRunner): Promise<void> {
    const { nowMs } = this.service;
    if ((this.#heartbeatDue.get(runner) ?? 0) > nowMs) return;
    this.#heartbeatDue.set(runner, nowMs + HEARTBEAT_MS);
    await runner.heartbeat();
  }

  /** Runners that keep to their leases never work on one task together. */
  #doubleWork(): readonly string[] {
    const careful = this.runners.filter((runner) => runner.traits.careful);
    const tasks = careful.flatMap((runner) => runner.working.map((request) => request.task.id));
    return tasks.filter((task, index) => tasks.indexOf(task) !== index).map((task) => `Two runners work on ${task}.`);
  }

  #slotOf(task: string): Slot | undefined {
    const record = this.service.tables.tasks.get(task);
    return record && slotOf(record);
  }

  #scriptOf(task: string) {
    const record = this.service.tables.tasks.get(task);
    return record && this.planOf.get(record.run)?.scripts.get(record.key);
  }

  #questionOf({ task, work, answers, readOnly }: ExecutionRequest): AskRequest['asked'] | null {
    const wanted = work.kind === 'verification' || readOnly ? 0 : (this.#scriptOf(task.id)?.questions ?? 0);
    if (answers.length >= wanted) return null;
    const question = { source: 'agent', text: 'Which?', options: ['this', 'that'], onlyOptions: true } as const;
    return {
      ...question,
      options: [...question.options],
      ...(task.key > 't4' ? { default: 'that', deadlineMs: 60_000 } : {}),
    };
  }

  #outcomeOf(
    runner: string,
    request: ExecutionRequest,
    how: 'by_itself' | 'blocked',
    newCommit: () => string,
  ): Outcome {
    const facts = FACTS;
    if (how === 'blocked') return { kind: 'blocked', message: 'It asks: Which?', commit: newCommit(), ...facts };
    if (request.task.key === '_plan') return this.#planMade();
    if (request.readOnly) return this.#decisionOf();
    const script = this.#scriptOf(request.task.id);
    const failures = this.service.tables.tasks.get(request.task.id)?.failures ?? {};
    const {
      lost: _lost,
      conflict: _conflict,
      rate_limit: _limit,
      auth: _auth,
      taken: _taken,
      run_budget: _budget,
      rejected: _rejected,
      ...reported
    } = failures;
    const failure = script?.failures[Object.values(reported).reduce((sum, count) => sum + count, 0)];
    const message = 'It went wrong.';
    const ill = this.illness.failureOf(runner, request, failures);
    if (ill !== null) return { kind: 'failed', message, commit: null, ...facts, ...ill };
    if (failure === 'timeout') return { kind: 'timed_out', message, commit: null, ...facts };
    if (failure !== undefined) {
      const commit = failure === 'verification' ? newCommit() : null;
      // What passes is the fault of the agent's model, where one works.
      const { work } = request;
      const isOfAgent = failure === 'transient' && work.kind === 'agent';
      const by = isOfAgent ? { failedProvider: work.provider, action: 'agent' as const } : {};
      return { kind: 'failed', class: failure, message, commit, ...facts, ...by };
    }
    const end = { kind: 'exited' as const, exitCode: 0 };
    const evidence = request.verify.map((argv) => ({
      step: 'verify' as const,
      argv,
      end,
      durationMs: 1,
      commit: null,
      outputTail: '',
    }));
    const commits = request.work.kind !== 'verification' && script?.commits !== false;
    return { kind: 'succeeded', ...facts, commit: commits ? newCommit() : null, evidence, outputs: { done: 'yes' } };
  }

  /** What an orchestrator comes to: mostly an answer, and sometimes none. */
  #decisionOf(): Outcome {
    const message = 'It went wrong.';
    const facts = { ...FACTS, changedFiles: 0, commit: null };
    const said: readonly Outcome[] = [
      { kind: 'succeeded', ...facts, outputs: { answer: 'this' } },
      { kind: 'succeeded', ...facts, outputs: { answer: '2' } },
      { kind: 'succeeded', ...facts, outputs: { answer: 'neither' } },
      { kind: 'succeeded', ...facts, outputs: { pass: 'Only a person knows.' } },
      { kind: 'failed', class: 'agent_error', message, ...facts },
      { kind: 'timed_out', message, ...facts },
    ];
    return said[(++this.#decided * 5) % (said.length + 1)] ?? { kind: 'succeeded', ...facts };
  }

  /** What an orchestrator makes of an issue: a plan, sometimes one that cannot start, and sometimes none. */
  #planMade(): Outcome {
    const facts = { ...FACTS, changedFiles: 0, commit: null };
    const succeeded = (plan: string): Outcome => ({ kind: 'succeeded', ...facts, outputs: { plan } });
    const number = ++this.#planned;
    const said: readonly Outcome[] = [
      succeeded(`## Tasks\n- [ ] a: One of ${number}\n- [ ] b: Two (after a)`),
      succeeded('## Tasks\n- [ ] a: One (after b)\n- [ ] b: Two (after a)'),
      succeeded('## Tasks\n- [ ] a: The same'),
      succeeded('No idea.'),
      { kind: 'failed', class: 'agent_error', message: 'It went wrong.', ...facts },
    ];
    return said[(number * 3) % (said.length + 2)] ?? succeeded('## Tasks\n- [ ] c: Three');
  }

  /** Runs that were approved end as their plans say: nothing of them goes wrong by itself. */
  adoptApproved(): void {
    const { plans } = this.service.tables;
    for (const { id, issue } of this.runs) {
      const plan = plans.get(id);
      if (issue !== null && plan !== undefined && !this.edits.isOf({ issue }))
        this.planOf.set(id, { plan, scripts: new Map(), beginRefused: false });
    }
  }

  #describe(): string {
    const { tables } = this.service;
    const runs = this.runs.map((run) => `${run.id} ${run.state} cancel=${run.cancel} open=${run.openTasks}`);
    const tasks = [...tables.tasks.values()].map((task) => {
      const dependencies = task.spec.dependencies.join(',');
      return `  ${task.run} ${task.key} (after ${dependencies}) ${task.state} #${task.attempts} ${JSON.stringify(task.reason)}`;
    });
    const events = [...tables.events.values()].flatMap((list) =>
      list.map(
        (event) =>
          `  ${event.run} ${event.seq} @${event.at} ${event.task ?? ''} ${event.attempt ?? ''} ${JSON.stringify(event.body)}`,
      ),
    );
    return [...runs, ...tasks, ...events.slice(-80)].join('\n');
  }
}
