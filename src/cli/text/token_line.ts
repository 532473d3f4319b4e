import type { RunnerTokenView } from '../../protocol/runner_tokens.ts';
import { printable } from '../terminal/printable.ts';

/** A token on one line: `forge-a  acme/*  made 2026-11-01  last used 2026-11-21`. */
export function tokenLine({ name, repositories, createdAt, lastUsedOn, revokedAt }: RunnerTokenView): string {
  const parts = [
    name,
    scopeText(repositories),
    `made ${dayOf(createdAt)}`,
    lastUsedOn === null ? 'never used' : `last used ${lastUsedOn}`,
    ...(revokedAt === null ? [] : [`revoked ${dayOf(revokedAt)}`]),
  ];
  return printable(parts.join('  '));
}

/** Whose tasks the runners with a token may have. */
export function scopeText(repositories: RunnerTokenView['repositories']): string {
  return repositories === null ? 'all repositories' : repositories.join(', ');
}

function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** That globs of a scope match none of the repositories there are: they may be misspelt. */
export function unmatchedText(globs: readonly string[]): string {
  const named = globs.map((glob) => `\`${glob}\``).join(', ');
  return `${named} ${globs.length === 1 ? 'matches' : 'match'} no repository known so far: check the spelling.`;
}
