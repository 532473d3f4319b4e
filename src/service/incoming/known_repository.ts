import type { Change } from '../../core/changes.ts';
import type { IncomingRepository } from '../../core/incoming/incoming_event.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import type { SliceReader } from '../ports/store.ts';

/** A repository as an event names it, and what has to be saved so that the database names it so too. */
export type NamedRepository = {
  readonly repository: RepositoryRecord;
  readonly isKnown: boolean;
  /** To be committed only together with what somebody with permission did. */
  readonly saving: readonly Change[];
};

/** Finds the repository of an event by its id at GitHub, whatever it is called today; a new one is given an id. */
export async function nameRepository(
  read: SliceReader,
  { id, name, cloneUrl }: IncomingRepository,
  installation: number,
  around: { readonly now: number; readonly newId: () => string },
): Promise<NamedRepository> {
  const [known, namesake] = await Promise.all([read.repositoryByGitHubId(id), read.repositoryByCloneUrl(cloneUrl)]);
  // One that had runs of local plans only is taken over.
  const before = known ?? (namesake?.github === null ? namesake : null);
  const repository = { id: before?.id ?? around.newId(), name, cloneUrl, github: { id, installation } };
  const saving: Change[] = [];
  if (namesake !== null && namesake.id !== repository.id) {
    // Another stood at this address before: deleted, or renamed while nobody told.
    const gone = { ...namesake, cloneUrl: `${namesake.cloneUrl}#${namesake.id}` };
    saving.push({ kind: 'save_repository', repository: gone, at: around.now });
  }
  if (before === null || !isSame(before, repository)) {
    saving.push({ kind: 'save_repository', repository, at: around.now });
  }
  return { repository, isKnown: before !== null, saving };
}

function isSame(left: RepositoryRecord, right: RepositoryRecord): boolean {
  const sameNames = left.name === right.name && left.cloneUrl === right.cloneUrl;
  return sameNames && left.github?.id === right.github?.id && left.github?.installation === right.github?.installation;
}
