import type { IncomingEvent } from '../core/incoming/incoming_event.ts';
import { lanesOfIssues } from '../core/incoming/lane_of.ts';
import type { Plan } from '../core/plan/plan.ts';
import type { RunRecord } from '../core/records.ts';
import type { RefusedEdit } from '../core/report/run_report.ts';
import type { ServiceDependencies } from './dependencies.ts';

/**
 * The note of an edit of a plan by somebody who may not command. It is stored with the delivery, and the edit is found again by these
 * very words, so that they stay as they are.
 */
export const EDIT_REFUSED = 'Its sender may not command here, and the run keeps the plan it has.';

/**
 * The newest edit of a run's issue, or of one that is a task of it, by somebody who may not command, unless somebody who may has edited
 * the plan since; null: there is none. The log of deliveries is all that knows of it.
 */
export async function refusedEditOf(
  { store, github }: Pick<ServiceDependencies, 'store' | 'github'>,
  { id, repository: of, issue, createdAt }: Pick<RunRecord, 'id' | 'repository' | 'issue' | 'createdAt'>,
): Promise<RefusedEdit | null> {
  if (github === null || issue === null) return null;
  const [repository, [last], plan] = await Promise.all([
    store.read.repositoryById(of),
    store.read.planEdits(id, 1),
    store.read.planOf(id),
  ]);
  const known = repository?.github?.id;
  if (known === undefined) return null;
  const lanes = [issue, ...(plan === null ? [] : issuesOf(plan))].map((number) => `${lanesOfIssues(known)}${number}`);
  const found = await store.deliveries.newestRefused(lanes, EDIT_REFUSED, last?.at ?? createdAt);
  const event = found === null ? null : github.readDelivery(found);
  return event === null ? null : refusedEdit(event, issue);
}

/** Who edited what, as the event tells it; `plan` is the issue that holds the plan. */
export function refusedEdit({ sender, body }: Pick<IncomingEvent, 'sender' | 'body'>, plan: number): RefusedEdit {
  const number = body.kind === 'issue' ? body.issue.number : body.kind === 'relations' ? body.of : plan;
  return { by: sender.login, task: number === plan ? null : number };
}

function issuesOf({ tasks, groups }: Plan): readonly number[] {
  const own = tasks.filter(({ work }) => work.kind !== 'issue');
  return [...new Set([...own, ...groups].flatMap(({ issue }) => issue ?? []))];
}
