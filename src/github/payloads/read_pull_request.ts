import { z } from 'zod';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';
import { ownHead, Pull } from './schema.ts';

const PullRequestPayload = z.object({
  pull_request: Pull,
  changes: z.object({ base: z.unknown().optional() }).optional(),
});

/** The event `pull_request`. A branch of a fork may bear any name, so it is none of ours. */
export const readPullRequest: ReadBody = (payload, action) => {
  if (action !== 'closed' && action !== 'reopened' && action !== 'edited') {
    return ignored(`pull requests that are ${action}`);
  }
  const { pull_request: pull, changes } = PullRequestPayload.parse(payload);
  if (action === 'edited' && changes?.base === undefined) return ignored('texts of pull requests');
  return {
    kind: 'pull',
    action: action === 'edited' ? 'retargeted' : action,
    pull: {
      number: pull.number,
      head: ownHead(pull),
      base: pull.base.ref,
      // One that is open has a commit there too: GitHub's try of merging it.
      merge: pull.merged === true ? { commit: pull.merge_commit_sha } : null,
    },
  };
};
