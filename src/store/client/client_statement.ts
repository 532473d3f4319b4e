import type { Statement } from './statement.ts';

/**
 * A statement as the client takes it. Half of a surrogate pair has no UTF-8: a server refuses the whole request for it
 * (HTTP 400), and with it the commands of others, so it becomes U+FFFD here as it does in the embedded database.
 */
export function toClientStatement({ sql, args }: Statement) {
  return { sql, args: args.map((arg) => (typeof arg === 'string' ? arg.toWellFormed() : arg)) };
}
