import { createHash } from 'node:crypto';
import type { Redaction, SecretInText } from '../redaction.ts';
import { addedText } from './added_text.ts';
import { changedPaths } from './changed_paths.ts';
import type { Mirror } from './mirror.ts';

/** Where a commit would bring a secret in. What it is worth is told to nobody. */
export type SecretInCommit = {
  readonly kind: string;
  readonly isKnown: boolean;
  /** Null: it stands in the name of a file. */
  readonly place: { readonly path: string; readonly firstLine: number; readonly lastLine: number } | null;
  /** SHA-256 of path and value: the same value in the same file again. Nobody finds the value by it, for tokens are made by chance. */
  readonly digest: string;
};

/** Whether a person has let a likeness of a secret be. It is asked of nothing that the runner knows as a secret. */
export type IsAllowed = (likeness: SecretInCommit) => boolean;

/** For the agent that goes on from there, and for people. */
const ADVICE = 'Read it from the environment instead; a test makes one up at run time.';
/** The most places that a message names. */
const NAMED_AT_MOST = 10;

/** A commit was not made because it holds secrets. The message says where and of which kind, and how to go on. */
export class SecretsInCommit extends Error {
  override readonly name = 'SecretsInCommit';
  readonly code = 'secrets_in_commit';
  readonly found: readonly SecretInCommit[];

  constructor(found: readonly SecretInCommit[]) {
    super(
      `${found.length === 1 ? 'A secret was' : 'Secrets were'} about to be committed: ${placesText(found)}. ${ADVICE}`,
    );
    this.found = found;
  }
}

/** Kinds and places, for people: `` a GitHub token in `a.txt:3` ``. */
export function placesText(found: readonly SecretInCommit[]): string {
  const all = found.map(({ kind, place }) =>
    place === null
      ? `${kind} in the name of a file`
      : `${kind} in \`${place.path.replaceAll('`', "'").slice(0, 200)}:${place.firstLine}\``,
  );
  const named = [...new Set(all)];
  const more = named.length - NAMED_AT_MOST;
  return [...named.slice(0, NAMED_AT_MOST), ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/**
 * Secrets in what `commit` adds to `parent`: in added lines, whatever kind of file, and in the names of files that are new; all but
 * what only looks like one and was allowed.
 *
 * @throws GitError `git_failed`, `git_aborted`
 */
export async function secretsInCommit(
  mirror: Mirror,
  [parent, commit]: readonly [parent: string, commit: string],
  { redaction, isAllowed }: { readonly redaction: Pick<Redaction, 'find'>; readonly isAllowed?: IsAllowed | undefined },
  signal?: AbortSignal,
): Promise<readonly SecretInCommit[]> {
  const found: SecretInCommit[] = [];
  for (const { path, status } of await changedPaths(mirror, parent, commit, signal)) {
    if (status !== 'added') continue;
    for (const secret of redaction.find(path)) {
      const { kind, isKnown } = secret;
      found.push({ kind, isKnown, place: null, digest: digestOf('', path, secret) });
    }
  }
  for await (const { path, line, text } of addedText(mirror, parent, commit, signal)) {
    for (const secret of redaction.find(text)) {
      const { kind, isKnown } = secret;
      found.push({
        kind,
        isKnown,
        place: { path, ...linesOf(text, line, secret) },
        digest: digestOf(path, text, secret),
      });
    }
  }
  return isAllowed === undefined ? found : found.filter((one) => one.isKnown || !isAllowed(one));
}

function digestOf(path: string, text: string, { start, end }: SecretInText): string {
  return createHash('sha256')
    .update(`${path}\0${text.slice(start, end)}`)
    .digest('hex');
}

function linesOf(text: string, line: number, { start, end }: SecretInText): { firstLine: number; lastLine: number } {
  const breaks = (until: number) => text.slice(0, until).split('\n').length - 1;
  return { firstLine: line + breaks(start), lastLine: line + breaks(end) };
}
