import { createInterface } from 'node:readline/promises';

/**
 * Asks a person at the terminal; anything but `y` or `yes` is no, and so are the end of the input and an interruption, which stays
 * the process's own: no raw mode takes it away.
 */
export async function askYes(
  { stdin, stdout }: { readonly stdin: NodeJS.ReadStream; readonly stdout: NodeJS.WriteStream },
  question: string,
  stopping: AbortSignal,
): Promise<boolean> {
  const lines = createInterface({ input: stdin, output: stdout, terminal: false });
  const closed = new Promise<string>((resolve) => lines.once('close', () => resolve('')));
  try {
    const answer = await Promise.race([lines.question(`${question} [y/N] `, { signal: stopping }), closed]);
    return /^y(?:es)?$/i.test(answer.trim());
  } catch (error) {
    if (stopping.aborted) return false;
    throw error;
  } finally {
    lines.close();
  }
}
