import type { RunRecord } from '../../src/core/records.ts';
import { runHasEnded } from '../../src/core/run/run_state.ts';
import { taskHasEnded } from '../../src/core/task/task_state.ts';
import { shortHash } from '../../src/core/text/short_hash.ts';
import type { Tables } from '../support/memory_tables.ts';

/** The first, and two corrections. */
const PLANS_OF_ONE_TEXT = 3;

/** What the invariants of planning know beside the tables. */
export type PlanningFacts = {
  /** How many acts of people may have had a plan made, by issue. */
  readonly asked: ReadonlyMap<number, number>;
  /** Short hashes of all plans that were shown for approval. */
  readonly shown: ReadonlyMap<string, number>;
};

/** What must hold of issues that the orchestrator makes plans of: each sentence is a violation. */
export function planningViolations(tables: Tables, { asked, shown }: PlanningFacts): readonly string[] {
  const drafts = [...tables.drafts.values()];
  if (drafts.length === 0) return [];
  const runs = [...tables.runs.values()].filter(({ issue }) => issue !== null);
  const unneeded = drafts.filter(({ state, task, run }) => {
    const isIdle = tables.tasks.get(task)?.state === 'ready' || !runHasEnded(tables.runs.get(run)?.state ?? 'pending');
    return state === 'ended' && isIdle;
  });
  const dear = drafts.filter(({ task }) => {
    const ends = [...tables.attempts.values()].filter((row) => row.task === task && row.state === 'succeeded');
    return ends.length > PLANS_OF_ONE_TEXT;
  });
  const often = [...asked].filter(([issue, times]) => drafts.filter((row) => row.issue === issue).length > times);
  return [
    ...unneeded.map(({ issue }) => `What made a plan of #${issue} goes on, and nobody wants it.`),
    ...dear.map(({ issue }) => `More than ${PLANS_OF_ONE_TEXT} plans were made of one text of #${issue}.`),
    ...often.map(([issue, times]) => `More plans were made of #${issue} than the ${times} that were asked for.`),
    ...runs.flatMap((run) => wrongWithRun(tables, run, shown)),
    ...together(runs),
    ...goingOnTwice(tables, runs),
  ];
}

/** A run of an issue is of a plan that was shown, and that somebody approved. */
function wrongWithRun(
  { events }: Tables,
  { id, planHash, planEdits }: RunRecord,
  shown: ReadonlyMap<string, number>,
): readonly string[] {
  const approved = (events.get(id) ?? []).flatMap(({ body }) => (body.kind === 'plan_approved' ? [body.planHash] : []));
  const edits = (events.get(id) ?? []).filter(
    ({ body }) => body.kind === 'plan_edited' && body.approvedBy !== undefined,
  );
  if (approved.length !== 1 + edits.length) return [`${id} was approved ${approved.length} times.`];
  const [hash = ''] = approved;
  if (!shown.has(shortHash(hash))) return [`${id} was approved before anybody saw it.`];
  return planEdits === 0 && hash !== planHash ? [`${id} does something else than what was approved.`] : [];
}

function together(runs: readonly RunRecord[]): readonly string[] {
  const active = runs.filter(({ state }) => !runHasEnded(state)).map(({ issue }) => issue);
  return active
    .filter((issue, index) => active.indexOf(issue) !== index)
    .map((issue) => `#${issue} runs twice at once.`);
}

/** While an issue runs, no plan of it waits or is being made. */
function goingOnTwice({ drafts, proposals, tasks }: Tables, runs: readonly RunRecord[]): readonly string[] {
  const active = new Set(runs.filter(({ state }) => !runHasEnded(state)).map(({ issue }) => issue));
  const making = [...drafts.values()].filter(({ state }) => state === 'making');
  const first = [...proposals.values()].filter(({ run }) => run === null);
  const beside = [...making, ...first].filter(({ issue }) => active.has(issue));
  const lost = making.filter(({ task }) => !tasks.has(task));
  return [
    ...beside.map(({ issue }) => `#${issue} runs, and another plan of it is under way.`),
    ...lost.map(({ issue }) => `A plan is made of #${issue} by nobody.`),
  ];
}

/** Whether nothing is to be done any more for plans that are made. */
export function planningRests({ drafts, tasks }: Tables): boolean {
  return [...drafts.values()].every(({ state, task }) => {
    return state === 'ended' && taskHasEnded(tasks.get(task)?.state ?? 'canceled');
  });
}
