import { z } from 'zod';

/** A UUID (version 7 where Planwright made it). */
export const Id = z.uuid();

/** A full SHA-1 or SHA-256 object name. */
export const CommitId = z.string().regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a full commit id');

/** A program and its arguments; never a shell string. */
export const Argv = z.array(z.string().max(131_072)).min(1).max(4_096);

/** A duration in milliseconds. */
export const DurationMs = z.number().int().nonnegative();

/** Name of a task's output, as given by `planwright-tool output NAME VALUE`. */
export const OutputName = z
  .string()
  .regex(/^[A-Za-z_][A-Za-z0-9_.-]{0,63}$/, 'a letter, then at most 63 of A-Z a-z 0-9 _ . -');

/** The most that one output value may hold, in UTF-16 code units. */
export const OUTPUT_VALUE_LIMIT = 65_536;

/** The most outputs that one attempt may give. */
export const OUTPUTS_LIMIT = 256;

/** Named outputs of a task. */
export const Outputs = z
  .record(OutputName, z.string().max(OUTPUT_VALUE_LIMIT))
  .refine((outputs) => Object.keys(outputs).length <= OUTPUTS_LIMIT, `at most ${OUTPUTS_LIMIT} outputs`);
export type Outputs = z.infer<typeof Outputs>;
