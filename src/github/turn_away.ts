import { replyMarker } from '../core/report/markers.ts';
import type { GitHubSide } from '../service/ports/github_side.ts';
import { type ClientFor, repositoryClient } from './clients/client_for.ts';
import type { OwnApp } from './clients/own_app.ts';
import { commentOnce } from './effects/comment_once.ts';
import { unlessLeftOut } from './unless_left_out.ts';

const PERMISSIONS = { issues: 'write', pull_requests: 'write' } as const;

/**
 * Shows somebody who may not command that they may not: a reaction, and then a line where there is one, each at most once
 * for a comment. Neither waits long for its turn: where others write, the reaction is left out and so is the line; where
 * another write comes in between, the line alone. Says whether the reaction stands, whatever became of the line.
 */
export function createTurnAway(clientFor: ClientFor, app: OwnApp): GitHubSide['turnAway'] {
  return async (repository, { issue, comment, line }) => {
    const { octokit, named } = repositoryClient(clientFor, repository, PERMISSIONS, 'if_free');
    const reacted = await unlessLeftOut(async () => {
      await octokit.rest.reactions.createForIssueComment({ ...named, comment_id: comment, content: '-1' });
    });
    if (!reacted || line === null) return reacted;
    const next = repositoryClient(clientFor, repository, PERMISSIONS, 'if_next');
    await unlessLeftOut(async () => {
      await commentOnce({ ...next, app }, issue, { text: line, marker: replyMarker(comment) });
    });
    return true;
  };
}
