import { writeFile } from 'node:fs/promises';
import type { Attempt, Place } from '../attempt.ts';

/** Writes what a task is given as files: its inputs, and the (still empty) list of changed paths. */
export async function writeTaskFiles(attempt: Attempt): Promise<void> {
  const { paths, request } = attempt;
  await writeFile(paths.inputs, `${JSON.stringify(request.inputs, null, 2)}\n`);
  await writeFile(paths.changed, '');
  await writeFile(paths.outputs, '');
}

/** Writes the paths that count as changed, one a line, for the verification, and answers them. */
export async function writeChangedPaths(attempt: Attempt, place: Place, commit: string): Promise<readonly string[]> {
  const signal = attempt.control.signals.stopping;
  const since = attempt.request.changedSince ?? place.base;
  const changes = await attempt.surroundings.git.changedPaths(place.mirror, since, commit, signal);
  const paths = changes.map(({ path }) => path);
  await writeFile(attempt.paths.changed, paths.map((path) => `${path}\n`).join(''));
  return paths;
}

/**
 * The variables that every agent, command and verification is given.
 *
 * @param seen turns a path of this machine into the one that the command sees
 */
export function taskVariables(
  { request, paths }: Attempt,
  place: Place,
  seen: (path: string) => string,
): Record<string, string> {
  return {
    PLANWRIGHT_RUN: request.run,
    PLANWRIGHT_TASK: request.task.key,
    PLANWRIGHT_ATTEMPT: String(request.number),
    PLANWRIGHT_ISSUE: request.issue,
    PLANWRIGHT_BASE: place.base,
    PLANWRIGHT_CHANGED: seen(paths.changed),
    PLANWRIGHT_OUTPUT: seen(paths.outputs),
    PLANWRIGHT_INPUTS: seen(paths.inputs),
  };
}
