import { z } from 'zod';
import { ignored } from './ignored.ts';
import type { ReadBody } from './read_body.ts';

const CompletedPayload = z.object({
  check_run: z.object({
    id: z.number().int(),
    conclusion: z.string().nullable().default(null),
    completed_at: z.string().nullable().default(null),
    check_suite: z.object({ head_branch: z.string().nullable().optional() }).optional(),
    app: z.object({ slug: z.string().optional() }).nullable().default(null),
    name: z.string(),
    head_sha: z.string(),
  }),
});

const PressedPayload = z.object({
  check_run: z.object({
    name: z.string(),
    head_sha: z.string(),
    pull_requests: z.array(z.object({ number: z.number().int() })).default([]),
  }),
  requested_action: z.object({ identifier: z.string() }).optional(),
});

/** The event `check_run`: it has its result, or somebody pressed a button. GitHub's own "Re-run" counts as the button `retry`. */
export const readCheckRun: ReadBody = (payload, action) => {
  if (action === 'completed') {
    const { check_run: run } = CompletedPayload.parse(payload);
    return {
      kind: 'check_completed',
      check: {
        id: run.id,
        name: run.name,
        app: run.app?.slug ?? '',
        headCommit: run.head_sha,
        conclusion: run.conclusion ?? '',
        completedAt: run.completed_at ?? '',
        branch: run.check_suite?.head_branch ?? null,
      },
    };
  }
  if (action !== 'requested_action' && action !== 'rerequested') return ignored(`check runs that are ${action}`);
  const { check_run: check, requested_action: pressed } = PressedPayload.parse(payload);
  return {
    kind: 'check_action',
    identifier: action === 'rerequested' ? 'retry' : (pressed?.identifier ?? ''),
    check: { name: check.name, headCommit: check.head_sha, pulls: check.pull_requests.map(({ number }) => number) },
  };
};
