import type { RunnerRecord } from '../records.ts';
import { isCovered } from './repository_globs.ts';
import { mayHave } from './runner_token.ts';

/** A runner has what it takes of what its token lets it have. */
export function serves(
  { repositories, token }: Pick<RunnerRecord, 'repositories' | 'token'>,
  repository: string,
): boolean {
  return isCovered(repository, repositories) && mayHave(token, repository);
}
