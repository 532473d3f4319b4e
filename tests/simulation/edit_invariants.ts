import { FINAL_TASK_KEY } from '../../src/core/branch_names.ts';
import type { Plan } from '../../src/core/plan/plan.ts';
import type { PlanEditBody } from '../../src/core/plan_edit.ts';
import type { RunRecord, TaskRecord } from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import { isHidden } from '../../src/core/task/hidden_task.ts';
import { isOpenToEdits, isRemoved } from '../../src/core/task/open_to_edits.ts';
import type { StoredEvent, Tables } from '../support/memory_tables.ts';
import type { WrittenPlan } from './random_text.ts';

/** Texts that people approved after they had been shown, by issue and hash. */
export type ApprovedTexts = ReadonlyMap<number, ReadonlyMap<string, WrittenPlan>>;

type Followed = Extract<PlanEditBody, { kind: 'plan_edited' }>;

/** How far the events of a run were read, and what they tell: what it goes by, what waits, and what was approved and not yet followed. */
type Told = {
  read: number;
  by: string;
  edits: number;
  waiting: string | null;
  approved: string | null;
  /** Keys of tasks that an edit took out and left alone, since they had ended: who retries one has it begun again. */
  readonly kept: Set<string>;
};

/** What must hold of runs whose plans were approved, and that people edit. Each violation is one sentence. */
export class EditInvariants {
  readonly #told = new Map<string, Told>();
  /** What tasks say that somebody has begun, as of the check before. */
  #begun = new Map<string, string>();

  violations(tables: Tables, approved: ApprovedTexts, isEdited: (run: RunRecord) => boolean): readonly string[] {
    const runs = [...tables.runs.values()].filter(isEdited);
    if (runs.length === 0) return [];
    const begun = new Map<string, string>();
    const wrong = runs.flatMap((run) => {
      const tasks = [...tables.tasks.values()].filter(
        (task) => task.run === run.id && !isHidden(task.kind) && task.key !== FINAL_TASK_KEY,
      );
      const plan = tables.plans.get(run.id);
      const texts = approved.get(run.issue ?? 0) ?? new Map<string, WrittenPlan>();
      return [
        ...this.#followEvents(tables, run, texts),
        ...(plan === undefined ? [`${run.id} has no plan.`] : wrongWithTasks(run, plan, tasks)),
        ...tasks.flatMap((task) => unapproved(task, [...texts.values()])),
        ...tasks.flatMap((task) => this.#touched(task, begun)),
        ...wrongWithText(run, plan, approvedText(run, plan, texts), this.#notKept(run, tasks)),
      ];
    });
    this.#begun = begun;
    const issues = runs.filter(({ state }) => !runHasEnded(state)).map(({ issue }) => issue);
    const twice = issues.filter((issue, index) => issues.indexOf(issue) !== index);
    return [...wrong, ...twice.map((issue) => `#${issue} runs twice at once.`)];
  }

  /** Each approval is of the edit that waits, and is followed at once, and once. */
  #followEvents(tables: Tables, run: RunRecord, texts: ReadonlyMap<string, WrittenPlan>): readonly string[] {
    const told = this.#told.get(run.id) ?? {
      read: 0,
      by: '',
      edits: 0,
      waiting: null,
      approved: null,
      kept: new Set<string>(),
    };
    this.#told.set(run.id, told);
    const events = tables.events.get(run.id) ?? [];
    const wrong = events.slice(told.read).flatMap(({ body }) => follow(run.id, told, body, texts));
    told.read = events.length;
    const rows = [...tables.proposals.values()].filter((row) => row.run === run.id).map(({ planHash }) => planHash);
    if (rows.join() !== (told.waiting ?? '')) wrong.push(`${run.id} has ${rows} wait, and tells of ${told.waiting}.`);
    if (run.planHash !== told.by) wrong.push(`${run.id} goes by ${run.planHash}, and tells of ${told.by}.`);
    if (run.planEdits !== told.edits)
      wrong.push(`${run.id} counts ${run.planEdits} edits, and tells of ${told.edits}.`);
    return told.approved === null
      ? wrong
      : [...wrong, `${run.id} does not follow ${told.approved}, which was approved.`];
  }

  /** Without those that an edit took out after they had ended. */
  #notKept({ id }: RunRecord, tasks: readonly TaskRecord[]): readonly TaskRecord[] {
    const kept = this.#told.get(id)?.kept;
    return tasks.filter(({ key }) => !kept?.has(key));
  }

  /** What somebody has begun stays as it was begun. */
  #touched(task: TaskRecord, begun: Map<string, string>): readonly string[] {
    if (task.attempts === 0 && task.takeover === null) return [];
    const says = JSON.stringify(task.spec);
    begun.set(task.id, says);
    const before = this.#begun.get(task.id);
    if (isRemoved(task)) return [`${task.run} ${task.key} was begun, and an edit removed it.`];
    return before === undefined || before === says
      ? []
      : [`${task.run} ${task.key} was begun, and an edit changed it.`];
  }
}

function follow(
  run: string,
  told: Told,
  body: StoredEvent['body'],
  texts: ReadonlyMap<string, WrittenPlan>,
): readonly string[] {
  switch (body.kind) {
    case 'run_created':
      told.by = body.planHash;
      return texts.has(body.planHash) ? [] : [`${run} was made of a plan that nobody approved.`];
    case 'plan_approved': {
      // The first is that of the plan itself.
      if (told.edits === 0 && told.waiting === null && body.planHash === told.by) return [];
      const wrong =
        told.waiting === body.planHash ? [] : [`${body.planHash} of ${run} was approved, and did not wait.`];
      if (!texts.has(body.planHash)) wrong.push(`${run} takes ${body.planHash} as approved, which nobody approved.`);
      [told.waiting, told.approved] = [null, body.planHash];
      return wrong;
    }
    case 'plan_edit_proposed':
      told.waiting = body.planHash;
      return [];
    case 'plan_edit_refused':
      told.waiting = null;
      return [];
    case 'plan_edited': {
      const isApproved = body.approvedBy !== undefined && body.planHash === told.approved;
      const isKnown =
        body.approvedBy === undefined && told.approved === null && (body.planHash === told.by || isTick(body));
      [told.by, told.waiting, told.approved] = [body.planHash, null, null];
      told.edits += 1;
      for (const { id, was } of body.leftAlone) if (was === 'removed') told.kept.add(id);
      return isApproved || isKnown ? [] : [`${run} follows ${body.planHash}, which nobody approved.`];
    }
    default:
      return [];
  }
}

function isTick({ added, changed, removed, leftAlone, settings, around }: Followed): boolean {
  return !around && [added, changed, removed, leftAlone, settings].every((list) => list.length === 0);
}

/** Every task of the plan is there once and says what the plan does, and what the plan has no more was taken out. */
function wrongWithTasks(run: RunRecord, plan: Plan, tasks: readonly TaskRecord[]): readonly string[] {
  const rows = new Map(tasks.map((task) => [task.key, task]));
  const lost = plan.tasks.filter(({ id }) => !rows.has(id)).map(({ id }) => `${run.id} has lost ${id}.`);
  const double = rows.size === tasks.length ? [] : [`${run.id} has a task twice.`];
  const stray = tasks
    .filter((task) => !isRemoved(task) && !plan.tasks.some(({ id }) => id === task.key))
    .map(({ key, state }) => `${run.id} ${key} is ${state}, and in no plan.`);
  const other = plan.tasks.flatMap((wanted) => {
    const task = rows.get(wanted.id);
    if (task !== undefined && isRemoved(task)) return [`${run.id} ${wanted.id} is in the plan, and was taken out.`];
    return task !== undefined && isOpenToEdits(task) && task.spec.title !== wanted.title
      ? [`${run.id} ${wanted.id} does “${task.spec.title}”, and its plan says “${wanted.title}”.`]
      : [];
  });
  return [...lost, ...double, ...stray, ...other];
}

/** A task does what somebody approved of it, and is gone only where a text without it was approved. */
function unapproved(task: TaskRecord, texts: readonly WrittenPlan[]): readonly string[] {
  const { key, run, spec } = task;
  const approved = texts.flatMap(({ tasks }) => tasks.filter(({ id }) => id === key));
  const wrong = approved.some(({ title }) => title === spec.title)
    ? []
    : [`${run} ${key} does “${spec.title}”, which nobody approved.`];
  if (!isRemoved(task) || approved.length < texts.length) return wrong;
  return [...wrong, `${run} ${key} was taken out, which nobody approved.`];
}

/** The text that the run goes by; nobody has to approve that its tasks stand in another order. */
function approvedText(
  { planHash }: RunRecord,
  plan: Plan | undefined,
  texts: ReadonlyMap<string, WrittenPlan>,
): WrittenPlan | undefined {
  const wanted = whateverOrder(plan?.tasks ?? []);
  return texts.get(planHash) ?? [...texts.values()].find(({ tasks }) => whateverOrder(tasks) === wanted);
}

/** What tasks say, the same for every order of them. */
function whateverOrder(tasks: readonly Pick<Plan['tasks'][number], 'id' | 'title' | 'after'>[]): string {
  const said = tasks.map(({ id, title, after }) => [id, title, ...after.toSorted()].join());
  return said.toSorted().join('\n');
}

/** What was approved is in the plan, and beside it only what was begun before. */
function wrongWithText(
  run: RunRecord,
  plan: Plan | undefined,
  text: WrittenPlan | undefined,
  tasks: readonly TaskRecord[],
): readonly string[] {
  if (plan === undefined || text === undefined) return [`${run.id} goes by a plan that nobody approved.`];
  const lost = text.tasks
    .filter(({ id }) => !plan.tasks.some((task) => task.id === id))
    .map(({ id }) => `${run.id} was to do ${id}, and its plan lacks it.`);
  const more = plan.tasks
    .filter(({ id }) => !text.tasks.some((task) => task.id === id))
    .flatMap(({ id }) => tasks.filter((task) => task.key === id && isOpenToEdits(task)))
    .map(({ key }) => `${run.id} was not to do ${key}, which nobody has begun.`);
  return [...lost, ...more];
}
