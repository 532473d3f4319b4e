/** What an error says. Anything may be thrown: what is no error is written out. */
export function errorMessage(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
