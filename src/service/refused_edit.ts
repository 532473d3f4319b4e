import { lanesOfIssues } from '../core/incoming/lane_of.ts';
import type { RunRecord } from '../core/records.ts';
import type { RefusedEdit } from '../core/report/run_report.ts';
import type { ServiceDependencies } from './dependencies.ts';

/** The note of an edit of a plan by somebody who may not command. What the log of deliveries says so is shown. */
export const EDIT_REFUSED = 'Its sender may not command here, and the run keeps the plan it has.';

/**
 * The newest edit of a run's issue by somebody who may not command, unless somebody who may has edited it since; null: there is
 * none. The log of deliveries is all that knows of it.
 */
export async function refusedEditOf(
  { store, github }: Pick<ServiceDependencies, 'store' | 'github'>,
  { id, repository: of, issue, createdAt }: Pick<RunRecord, 'id' | 'repository' | 'issue' | 'createdAt'>,
): Promise<RefusedEdit | null> {
  if (github === null || issue === null) return null;
  const [repository, [last]] = await Promise.all([store.read.repositoryById(of), store.read.planEdits(id, 1)]);
  if (repository?.github == null) return null;
  const lane = `${lanesOfIssues(repository.github.id)}${issue}`;
  const found = await store.deliveries.newestRefused(lane, EDIT_REFUSED, last?.at ?? createdAt);
  const sender = found === null ? undefined : github.readDelivery(found)?.sender;
  return sender === undefined ? null : { by: sender.login };
}
