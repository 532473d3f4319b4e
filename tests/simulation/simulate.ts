import type { TaskRecord } from '../../src/core/records.ts';
import { isHidden } from '../../src/core/task/hidden_task.ts';
import { isRemoved } from '../../src/core/task/open_to_edits.ts';
import { heldBy } from '../../src/core/task/takeover.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import { expectedOutcome } from './expected_outcome.ts';
import { randomPlan } from './random_plan.ts';
import { type SeededRandom, seededRandom } from './seeded_random.ts';
import type { CommitPoint, Intervention } from './simulated_service.ts';
import { Simulation } from './simulation.ts';

/** Commands whose commits the process may die around. */
export const COMMANDS = [
  'register_runner',
  'lose_attempt',
  'lease',
  'start_attempt',
  'heartbeat',
  'ask_question',
  'finish_attempt',
  'note_salvaged',
  'expire_lease',
  'retry_due',
  'ask_approval',
  'answer_begin_run',
  'answer_publish_task',
  'answer_merge_task',
  'conclude_run',
] as const;

/** Commands of people whose commits the process may die around; they are given again. */
export const COMMANDS_OF_PEOPLE = [
  'cancel_run',
  'pause_run',
  'resume_run',
  'skip_task',
  'take_task',
  'return_task',
  'approve_task',
  'answer_question',
  'change_answer',
  'note_review',
  'rework_task',
  'edit_plan',
] as const;

/** Those of a run whose orchestrator answers first. */
const COMMANDS_OF_ORCHESTRATORS = ['oversee_answering'] as const;

/** Those of runs with a budget, and by which people give more. */
const COMMANDS_OF_BUDGETS = ['keep_budget', 'change_budget'] as const;

/** Those by which plans are made of issues, and issues followed. */
export const COMMANDS_OF_ISSUES = [
  'start_plan',
  'answer_begin_planning',
  'oversee_planning',
  'answer_show_proposal',
  'approve_plan',
  'withdraw_plan',
  'follow_issue',
] as const;

/** What people do, the more often the more often it stands here. */
const INTERVENTIONS: readonly (Intervention | 'turn_issue')[] = [
  'turn_issue',
  'turn_issue',
  ...Array.from({ length: 8 }, () => 'retry_task' as const),
  ...Array.from({ length: 4 }, () => 'cancel_task' as const),
  'cancel_run',
  'retry_run',
  'skip_task',
  'skip_task',
  'take_task',
  'take_task',
  'return_task',
  'return_task',
  'return_task',
  'approve_task',
  'approve_otherwise',
  'edit_answer',
  'edit_answer',
  'edit_answer',
  'push_to_task',
  'push_to_task',
  'merge_task',
  'review_task',
  'review_task',
  'review_task',
  'close_task',
  'edit_run',
  'edit_run',
  'edit_run',
  'pause_run',
  'pause_run',
  'resume_run',
  'resume_run',
  'resume_run',
];

/** What people can do only once the task has a branch. */
const OF_PULLS = new Set<Intervention | 'turn_issue'>(['review_task', 'push_to_task', 'merge_task', 'close_task']);

/** Runners that may be restarted: fewer than the losses after which a task is given up. */
const RESTARTS_AT_MOST = 8;

/** Why a task may be skipped where nothing goes wrong: people did it, of it or of what it waits for. */
const SKIPS = ['skipped_by_person', 'dependency_skipped'] as const;

export type SimulationReport = {
  readonly steps: number;
  readonly runs: number;
  readonly commands: ReadonlyMap<string, number>;
};

/**
 * One world from a seed: plans run under faults, then everything heals. Throws at the first violation.
 *
 * Without people who interfere, every run must end as its plan and scripts foretell.
 */
export async function simulate(seed: number): Promise<SimulationReport> {
  const random = seededRandom(seed);
  const simulation = new Simulation({
    random,
    plans: Array.from({ length: random.between(1, 3) }, () => randomPlan(random)),
    runners: Array.from({ length: random.between(1, 3) }, (_, index) => ({
      id: `runner${index}`,
      slots: random.between(1, 3),
      labels: index === 0 ? ['linux'] : [],
      agentSlots: random.chance(0.2) ? 1 : null,
      careful: random.chance(0.8),
      savesNothing: random.chance(0.3),
    })),
    faults: {
      requestLost: random.oneOf([0, 0.05, 0.15]),
      answerLost: random.oneOf([0, 0.05, 0.15]),
      doubled: random.oneOf([0, 0.1]),
      forgeFails: random.oneOf([0, 0.2]),
    },
    ideas: random.oneOf([0, 0, 0, 0, 1, 2]),
    edited: random.oneOf([0, 0, 1]),
  });
  // What is left of it must be lifted in the end: then everything ends as foretold.
  if (random.chance(0.25))
    simulation.service.repositoryBudget = { costMicros: random.between(5_000, 150_000), tokens: null };
  await simulation.begin();
  const interferes = random.chance(0.4);
  const steps = random.between(20, 120);
  await suffer(simulation, random, steps, interferes);
  await simulation.heal();
  simulation.adoptApproved();
  for (const [run, plan] of simulation.planOf) {
    if (interferes) mustBeExplained(simulation, run);
    else mustBe(simulation, run, expectedOutcome(plan));
  }
  for (const run of simulation.runs) if (simulation.edits.isOf(run)) mustBeDone(simulation, run.id, interferes);
  return { steps, runs: simulation.runs.length, commands: simulation.service.commands };
}

async function suffer(simulation: Simulation, random: SeededRandom, steps: number, interferes: boolean): Promise<void> {
  let restarts = 0;
  let ticksFromMs = 0;
  const isSickly = random.chance(0.5);
  const { service, runners, issues, planning, edits } = simulation;
  const things: readonly (() => Promise<void>)[] = [
    () => random.oneOf(runners).lease(),
    () => random.oneOf(runners).start(),
    () => random.oneOf(runners).ask(),
    () => random.oneOf(runners).finish(),
    async () => (random.chance(0.3) ? service.answer() : undefined),
    async () => (random.chance(0.2) ? service.answerTwice() : undefined),
    async () => (service.nowMs < ticksFromMs ? undefined : service.tick()),
    () => service.chores(),
    async () => (random.chance(0.3) ? issues.turn() : undefined),
    async () => (random.chance(0.3) ? issues.lookAt() : undefined),
    async () => (random.chance(0.4) ? planning.act() : undefined),
    async () => (random.chance(0.5) ? edits.act() : undefined),
  ];
  const rareThings: readonly (() => Promise<void>)[] = [
    async () => {
      if (restarts++ < RESTARTS_AT_MOST) random.oneOf(runners).restart();
    },
    async () => service.crashAt(randomCommitPoint(random)),
    async () => {
      ticksFromMs = service.nowMs + random.between(1_000, 90_000);
    },
  ];
  for (let step = 0; step < steps; step++) {
    const chosen = Array.from({ length: random.between(1, 4) }, () => random.oneOf(things));
    if (random.chance(0.1)) chosen.push(random.oneOf(rareThings));
    if (isSickly && random.chance(0.2)) simulation.illness.befall(random.oneOf(runners).traits.id);
    while (interferes && random.chance(0.2)) chosen.push(() => interfere(simulation, random));
    await simulation.step(chosen);
  }
}

function randomCommitPoint(random: SeededRandom): CommitPoint {
  return {
    command: random.oneOf([
      ...COMMANDS,
      ...COMMANDS_OF_PEOPLE,
      ...COMMANDS_OF_ORCHESTRATORS,
      ...COMMANDS_OF_BUDGETS,
      ...COMMANDS_OF_ISSUES,
    ]),
    when: random.oneOf(['before_commit', 'after_commit'] as const),
  };
}

async function interfere({ service, issues, edits }: Simulation, random: SeededRandom): Promise<void> {
  const tasks = [...service.tables.tasks.values()].filter(({ kind: of }) => !isHidden(of));
  const kind = random.oneOf(INTERVENTIONS);
  const bad = tasks.filter((task) => taskHasEnded(task.state) && task.state !== 'succeeded');
  const published = tasks.filter((each) => each.commit !== null);
  const held = tasks.filter((each) => heldBy(each) !== null);
  const meant = kind === 'retry_task' ? bad : kind === 'return_task' ? held : OF_PULLS.has(kind) ? published : tasks;
  if (meant.length === 0) return;
  const task = random.oneOf(meant);
  if (kind === 'turn_issue') return issues.turnOwn(task);
  const run = service.tables.runs.get(task.run);
  // Of one whose plan was approved the issue is edited.
  if (kind === 'edit_run' && run !== undefined && edits.isOf(run)) return edits.act();
  await service.intervene(kind, kind.endsWith('_run') ? task.run : task.id);
}

function mustBe({ service, forge }: Simulation, run: string, expected: ReturnType<typeof expectedOutcome>): void {
  const tasks = [...service.tables.tasks.values()].filter((task) => task.run === run && !isHidden(task.kind));
  const wrong = tasks
    .filter((task) => ![expected.tasks[task.key]].flat().some((end) => end === task.state))
    .map((task) => `${task.key} is ${task.state} (${task.reason?.message}), not ${expected.tasks[task.key]}.`);
  const record = service.tables.runs.get(run);
  if (record === undefined) throw new Error(`${run} is gone.`);
  const { state, integrationHead, baseCommit, reportPath, reportCommit } = record;
  if (state !== expected.run) wrong.push(`${run} is ${state}, not ${expected.run}.`);
  const head = forge.heads.get(run) ?? integrationHead;
  if (integrationHead !== head) wrong.push(`${run} is known to stand at ${integrationHead}, and stands at ${head}.`);
  const known = forge.reports.get(run)?.commit ?? null;
  if (reportCommit !== known) wrong.push(`${run} knows of the report ${reportCommit}, and it is ${known}.`);
  const wanted = state === 'succeeded' && reportPath !== null && integrationHead !== baseCommit;
  if ((known !== null) !== wanted) wrong.push(`${run} ${wanted ? 'lacks a' : 'has a'} report.`);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** After people interfered: what was skipped has a cause that is still there, and the run says how its tasks ended. */
function mustBeExplained({ service }: Simulation, run: string): void {
  const { tasks, dependencies, runs } = service.tables;
  const ofRun = [...tasks.values()].filter((task) => task.run === run && !isHidden(task.kind));
  const wrong = ofRun
    .filter(({ state, reason }) => state === 'skipped' && reason?.code !== 'skipped_by_person')
    .filter(({ reason }) => reason?.code !== 'run_canceled')
    .filter((task) => {
      const open = [...dependencies.values()].filter((row) => row.task === task.id && !row.satisfied);
      return open.every((row) => tasks.get(row.dependsOn)?.state === 'succeeded');
    })
    .map((task) => `${task.key} was skipped, but nothing that it waits for is in the way.`);
  const bad = ofRun.filter((task) => !isRemoved(task) && (task.state === 'canceled' || isFailed(task)));
  if (runs.get(run)?.state === 'succeeded' && bad.length > 0) wrong.push(`${run} succeeded without ${bad[0]?.key}.`);
  if (wrong.length > 0) throw new Error(wrong.join('\n'));
}

/** What people edited and approved is done, unless they skipped it. */
function mustBeDone(simulation: Simulation, run: string, interferes: boolean): void {
  mustBeExplained(simulation, run);
  if (interferes) return;
  const { tasks, runs } = simulation.service.tables;
  const ofRun = [...tasks.values()].filter((task) => task.run === run && !isHidden(task.kind) && !isRemoved(task));
  const undone = ofRun
    .filter(({ state, reason }) => state !== 'succeeded' && !SKIPS.some((code) => code === reason?.code))
    .map((task) => `${task.key} is ${task.state} (${task.reason?.message}).`);
  const state = runs.get(run)?.state;
  if (state !== 'succeeded') undone.push(`${run} is ${state}.`);
  if (undone.length > 0) throw new Error(undone.join('\n'));
}

function isFailed({ state, spec }: TaskRecord): boolean {
  return state === 'failed' && spec.settings.onFailure !== 'continue';
}
