import { z } from 'zod';

/** A piece of an attempt's output. */
export const LogPiece = z.object({
  /** Place in all that the attempt wrote; a gap to the piece before is what was cut. */
  offset: z.number().int().nonnegative(),
  bytes: z.number().int().positive(),
  base64: z.base64(),
});
export type LogPiece = z.infer<typeof LogPiece>;
