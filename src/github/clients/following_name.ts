import type { Send } from './as_installation.ts';
import { isRefusal, NoAccessError, RepositoryMovedError } from './github_error.ts';
import type { RepositoryPlace } from './repository_place.ts';

/**
 * Notices that a repository was renamed or transferred, by a redirect or where its name leads nowhere any more, and throws
 * a {@link RepositoryMovedError} then. `nameToday` asks by id. Who asks for what may well be missing says so
 * (`request: { missingIsFine: true }`).
 */
export function followingName({ owner, repo }: RepositoryPlace, send: Send, nameToday: () => Promise<string>): Send {
  let isCurrent = false;

  const requireName = async (): Promise<void> => {
    if (isCurrent) return;
    const name = await nameToday().catch((error: unknown) => {
      if (isRefusal(error, 403, 404, 410)) throw new NoAccessError('The App does not reach the repository any more.');
      throw error;
    });
    if (name.toLowerCase() !== `${owner}/${repo}`.toLowerCase()) throw new RepositoryMovedError(name);
    isCurrent = true;
  };

  return async (request, parameters) => {
    try {
      return await send(request, parameters);
    } catch (error) {
      const redirected = isRefusal(error, 301, 302, 307, 308);
      const missing = isRefusal(error, 403, 404) && parameters.request.missingIsFine !== true;
      if (redirected || missing) await requireName();
      throw error;
    }
  };
}
