import { z } from 'zod';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';

const CheckRunPayload = z.object({
  check_run: z.object({
    name: z.string(),
    head_sha: z.string(),
    pull_requests: z.array(z.object({ number: z.number().int() })).default([]),
  }),
  requested_action: z.object({ identifier: z.string() }).optional(),
});

/** The event `check_run`: a button that somebody pressed. GitHub's own "Re-run" counts as the button `retry`. */
export const readCheckRun: ReadBody = (payload, action) => {
  if (action !== 'requested_action' && action !== 'rerequested') return ignored(`check runs that are ${action}`);
  const { check_run: check, requested_action: pressed } = CheckRunPayload.parse(payload);
  return {
    kind: 'check_action',
    identifier: action === 'rerequested' ? 'retry' : (pressed?.identifier ?? ''),
    check: { name: check.name, headCommit: check.head_sha, pulls: check.pull_requests.map(({ number }) => number) },
  };
};
