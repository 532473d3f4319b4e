import { z } from 'zod';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';

const PushPayload = z.object({
  ref: z.string(),
  after: z.string(),
  forced: z.boolean().default(false),
  repository: z.object({ default_branch: z.string() }).partial().optional(),
});

/** What git writes for "no commit": as many zeros as an object id has digits. */
const NOTHING = /^0+$/;
const BRANCH = 'refs/heads/';

/** The event `push`, which also tells of branches that were made or deleted. */
export const readPush: ReadBody = (payload) => {
  const { ref, after, forced, repository } = PushPayload.parse(payload);
  if (!ref.startsWith(BRANCH)) return ignored('refs other than branches');
  const branch = ref.slice(BRANCH.length);
  return {
    kind: 'push',
    branch,
    after: NOTHING.test(after) ? null : after,
    isForced: forced,
    isDefault: branch === repository?.default_branch,
  };
};
