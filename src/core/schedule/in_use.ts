import { anyGlobsOverlap } from '../../text/globs_overlap.ts';
import type { Candidate, LeaseSlice } from '../slices.ts';
import type { Obstacle } from './obstacle.ts';

/** Locks and files of what is at work, while picking goes on. */
export class InUse {
  readonly #locks: Set<string>;
  /** Of each run. */
  readonly #files: Map<string, (readonly string[])[]>;

  constructor({ runs, locksHeld }: Pick<LeaseSlice, 'runs' | 'locksHeld'>) {
    this.#files = new Map(Object.entries(runs).map(([run, { filesInUse }]) => [run, [...filesInUse]]));
    this.#locks = new Set(
      Object.entries(locksHeld).flatMap(([repository, names]) => names.map((name) => pair(repository, name))),
    );
  }

  /** What of another the candidate would need; null: nothing. */
  obstacle({ repository, run, locks, files }: Candidate): Obstacle | null {
    if (locks.some((name) => this.#locks.has(pair(repository, name)))) return 'lock_held';
    const inUse = this.#files.get(run) ?? [];
    return files.length > 0 && inUse.some((others) => anyGlobsOverlap(others, files)) ? 'files_in_use' : null;
  }

  take({ repository, run, locks, files }: Candidate): void {
    for (const name of locks) this.#locks.add(pair(repository, name));
    if (files.length > 0) this.#files.set(run, [...(this.#files.get(run) ?? []), files]);
  }
}

function pair(left: string, right: string): string {
  return `${left}\n${right}`;
}
