import type { GitHubSide } from '../service/ports/github_side.ts';
import { type ClientFor, repositoryClient } from './clients/client_for.ts';
import { unlessLeftOut } from './unless_left_out.ts';

const PERMISSIONS = { issues: 'write', pull_requests: 'write' } as const;

/**
 * Writes a comment of our own as it was before somebody edited it who may not command, unless it was written anew since. Says whether it
 * stands so; never waits long for its turn to write.
 */
export function createPutBack(clientFor: ClientFor): GitHubSide['putBack'] {
  return async (repository, { comment, edited, before }) => {
    const { octokit, named } = repositoryClient(clientFor, repository, PERMISSIONS, 'if_free');
    const place = { ...named, comment_id: comment };
    let isPut = false;
    const isReached = await unlessLeftOut(async () => {
      const { data } = await octokit.rest.issues.getComment(place);
      if (data.body !== edited) return;
      await octokit.rest.issues.updateComment({ ...place, body: before });
      isPut = true;
    });
    return isReached && isPut;
  };
}
