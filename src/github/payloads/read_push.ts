import { z } from 'zod';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';

const PushPayload = z.object({
  ref: z.string(),
  after: z.string(),
  forced: z.boolean().default(false),
});

/** What git writes for "no commit": as many zeros as an object id has digits. */
const NOTHING = /^0+$/;
const BRANCH = 'refs/heads/';

/** The event `push`, which also tells of branches that were made or deleted. */
export const readPush: ReadBody = (payload) => {
  const { ref, after, forced } = PushPayload.parse(payload);
  if (!ref.startsWith(BRANCH)) return ignored('refs other than branches');
  return {
    kind: 'push',
    branch: ref.slice(BRANCH.length),
    after: NOTHING.test(after) ? null : after,
    isForced: forced,
  };
};
