import { statusMarker } from '../core/report/markers.ts';
import type { GitHubSide } from '../service/ports/github_side.ts';
import { type ClientFor, repositoryClient } from './clients/client_for.ts';
import { marked } from './effects/marked.ts';
import { unlessLeftOut } from './unless_left_out.ts';

/** Writes a status comment that stands there already, unless others write; who deleted it, or locked the issue, is not told. */
export function createShowNow(clientFor: ClientFor): GitHubSide['showNow'] {
  return async (repository, { run, comment, text }) => {
    const { octokit, named } = repositoryClient(clientFor, repository, { issues: 'write' }, 'if_free');
    await unlessLeftOut(async () => {
      const body = marked(text, statusMarker(run));
      await octokit.rest.issues.updateComment({
        ...named,
        comment_id: comment,
        body,
        request: { missingIsFine: true },
      });
    });
  };
}
