import type { Change } from '../../core/changes.ts';
import type { IncomingIssue } from '../../core/incoming/incoming_event.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import type { SliceReader } from '../ports/store.ts';

/** The newest news of an issue that were acted upon. */
export function noteIssue({ id }: Pick<RepositoryRecord, 'id'>, { number, updatedAt }: IncomingIssue): Change {
  return { kind: 'note_issue', repository: id, issue: number, updatedAt };
}

/** The same, to go with what is committed whatever else happened to the issue: nothing where newer news were acted upon. */
export async function noteUnlessOvertaken(
  read: SliceReader,
  repository: Pick<RepositoryRecord, 'id'>,
  issue: IncomingIssue,
): Promise<readonly Change[]> {
  return (await isOvertaken(read, repository, issue)) ? [] : [noteIssue(repository, issue)];
}

/** Whether newer news of the issue were acted upon; those of the same second count in the order they come. */
export async function isOvertaken(
  read: SliceReader,
  { id }: Pick<RepositoryRecord, 'id'>,
  { number, updatedAt }: IncomingIssue,
): Promise<boolean> {
  const seenAt = await read.issueSeenAt(id, number);
  return seenAt !== null && updatedAt < seenAt;
}
