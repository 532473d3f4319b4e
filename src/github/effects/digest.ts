import { createHash } from 'node:crypto';

/** Says whether something is what was last written. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 32);
}

/** Texts as GitHub keeps them: what a browser sent has other line ends. */
export function sameText(one: string | null | undefined, other: string): boolean {
  return normal(one ?? '') === normal(other);
}

function normal(text: string): string {
  return text.replaceAll('\r\n', '\n').trimEnd();
}
