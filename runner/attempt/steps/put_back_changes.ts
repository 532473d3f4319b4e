import type { ChangedPath } from '../../git/changed_paths.ts';
import type { Mirror } from '../../git/mirror.ts';
import type { Attempt } from '../attempt.ts';
import { COMMITTER } from './commit_work.ts';

/** A commit like the given one, with these changes taken back to what the trusted commit has. */
export async function putBackChanges(
  attempt: Attempt,
  mirror: Mirror,
  { trusted, commit }: { readonly trusted: string; readonly commit: string },
  changes: readonly ChangedPath[],
): Promise<string> {
  const { request, surroundings, paths, control } = attempt;
  const names = changes.map(({ path }) => path);
  attempt.log.line(`planwright: put back to what they were: ${names.map((name) => JSON.stringify(name)).join(', ')}`);
  return await surroundings.git.putBack({
    mirror,
    commit,
    from: trusted,
    paths: names,
    scratch: paths.path,
    message: request.commitMessage,
    author: COMMITTER,
    committer: COMMITTER,
    dateSeconds: Math.floor(surroundings.epochMs() / 1_000),
    signal: control.signals.stopping,
  });
}
