import type { CommitRequest } from './commit_request.ts';
import { type SecretInCommit, SecretsInCommit } from './commit_secrets.ts';
import { readBlob } from './read_blob.ts';
import { runGitOnAttempt, runUntrustedGitPlainly } from './untrusted_git.ts';

type Place = NonNullable<SecretInCommit['place']>;

/**
 * Blots out, in the attempt's index alone, the secrets that were found there: each byte becomes `*`, in the lines that were
 * named and nowhere else. The files of the worktree stay as they are.
 *
 * @throws SecretsInCommit where one cannot be blotted out, such as in the name of a file; GitError `git_failed`
 */
export async function blotOut(request: CommitRequest, { found }: SecretsInCommit): Promise<void> {
  const { attempt, signal, secrets, run = runUntrustedGitPlainly } = request;
  const places = found.flatMap(({ place }) => place ?? []);
  if (secrets === undefined || places.length < found.length) throw new SecretsInCommit(found);
  for (const [path, inFile] of Map.groupBy(places, (place) => place.path)) {
    const entry = await runGitOnAttempt(run, attempt, ['ls-files', '--stage', '-z', '--', `:(top,literal)${path}`], {
      signal,
    });
    const [, mode, id] = /^(\d{6}) ([0-9a-f]+) 0\t/.exec(entry.stdout) ?? [];
    if (mode === undefined || id === undefined) throw new SecretsInCommit(found);
    const blotted = inLines(await readBlob(request.mirror, id, signal), inFile, secrets.bytes);
    const stored = await runGitOnAttempt(run, attempt, ['hash-object', '-w', '--stdin', '--no-filters'], {
      stdin: blotted,
      signal,
    });
    await runGitOnAttempt(run, attempt, ['update-index', '-z', '--index-info'], {
      stdin: `${mode} ${stored.stdout.trim()}\t${path}\0`,
      signal,
    });
  }
}

function inLines(content: Buffer, places: readonly Place[], blot: (bytes: Buffer) => Buffer): Buffer {
  const result = Buffer.from(content);
  for (const { firstLine, lastLine } of places) {
    const start = lineStart(content, firstLine);
    const end = lineStart(content, lastLine + 1);
    blot(content.subarray(start, end)).copy(result, start);
  }
  return result;
}

/** Where a line begins, counted from 1; the end where there are not so many. */
function lineStart(content: Buffer, line: number): number {
  let start = 0;
  for (let number = 1; number < line; number += 1) {
    const next = content.indexOf('\n', start);
    if (next === -1) return content.length;
    start = next + 1;
  }
  return start;
}
