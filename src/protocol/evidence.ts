import { z } from 'zod';
import { Argv, CommitId, DurationMs } from './primitives.ts';

/** The most of a command's output that evidence keeps, in UTF-16 code units: its end. */
export const EVIDENCE_TAIL_LIMIT = 16_384;

/** How a command of the finish line ended. */
export const CommandEnd = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('exited'), exitCode: z.number().int() }),
  z.object({ kind: z.literal('signaled'), signal: z.string().max(32) }),
  z.object({ kind: z.literal('timed_out') }),
  z.object({ kind: z.literal('canceled') }),
  z.object({ kind: z.literal('could_not_start'), message: z.string().max(2_000) }),
  /** It was not run: no path that it is for has changed. */
  z.object({ kind: z.literal('not_needed') }),
]);
export type CommandEnd = z.infer<typeof CommandEnd>;

/** A command that the runner itself ran, out of the agent's reach. */
export const Evidence = z.object({
  step: z.enum(['setup', 'run', 'verify']),
  argv: Argv,
  /** The globs of the rule by which it was run; absent: it is run whatever has changed. */
  when: z.array(z.string()).min(1).optional(),
  end: CommandEnd,
  durationMs: DurationMs,
  /** The commit that the command saw; null while nothing is committed yet (setup, the task's own command). */
  commit: CommitId.nullable(),
  outputTail: z.string().max(EVIDENCE_TAIL_LIMIT),
});
export type Evidence = z.infer<typeof Evidence>;
