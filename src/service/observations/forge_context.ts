import type { RepositoryRecord } from '../../core/records.ts';
import type { ServiceDependencies } from '../dependencies.ts';
import type { RepositoryReader } from '../ports/repository_reader.ts';

/** The repository on GitHub in which something was done, how it is read, and what the service does its work with. */
export type ForgeContext = {
  readonly deps: ServiceDependencies;
  readonly repositories: RepositoryReader;
  readonly repository: RepositoryRecord;
};
