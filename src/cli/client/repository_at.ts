import { resolve } from 'node:path';
import { findRepository, type LocalRepository, RepositoryError } from '../../local/find_repository.ts';
import type { CliContext } from '../cli_context.ts';
import { usageError } from '../cli_error.ts';

/**
 * The repository that a command means: that of `--repo`, else that around the working directory.
 * @throws CliError with what to do
 */
export async function repositoryAt(context: CliContext, repo: string | undefined): Promise<LocalRepository> {
  try {
    return await findRepository(resolve(context.cwd, repo ?? '.'));
  } catch (error) {
    if (error instanceof RepositoryError) throw usageError(error.code, error.message);
    throw error;
  }
}

/**
 * The repository of `--repo`, else that around the working directory; null: nobody named one, and there is none around.
 * @throws CliError where one was named
 */
export async function repositoryIfAny(context: CliContext, repo: string | undefined): Promise<LocalRepository | null> {
  if (repo !== undefined) return repositoryAt(context, repo);
  return findRepository(context.cwd).catch((error: unknown) => {
    if (error instanceof RepositoryError) return null;
    throw error;
  });
}
