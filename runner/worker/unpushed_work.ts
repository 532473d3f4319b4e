import type { CredentialSource } from '../git/with_credential.ts';
import { settle } from './recover.ts';
import type { Recovery, UnpushedLeftover } from './recovery.ts';
import { salvageLeftover } from './salvage_leftover.ts';

/**
 * Work that could not be pushed, because the repository's host was away or its own attempt gets no token any more. A token is
 * for a repository, not for an attempt, so the next attempts on the same repository try to take it along: to the dead
 * attempt's own ref, where nothing of it is ever moved.
 */
export class UnpushedWork {
  readonly #recovery: Recovery;
  #left: readonly UnpushedLeftover[];

  constructor(recovery: Recovery, left: readonly UnpushedLeftover[]) {
    this.#recovery = recovery;
    this.#left = left;
  }

  add(one: UnpushedLeftover): void {
    this.#left = [...this.#left, one];
  }

  /**
   * Pushes what is kept of this repository, and removes what was pushed. What fails is kept for the next attempt, or the next
   * start.
   *
   * @param signal gives up waiting for the service to take a report that is still owed
   */
  async takeAlong(repository: string, credentials: CredentialSource, signal: AbortSignal): Promise<void> {
    const mine = this.#left.filter((one) => one.repository === repository);
    // Nobody else shall take the same along meanwhile.
    this.#left = this.#left.filter((one) => one.repository !== repository);
    for (const one of mine) {
      const salvage = await salvageLeftover(this.#recovery, one.leftover, credentials);
      if (salvage.kind === 'safe') await settle(this.#recovery, one.leftover, signal);
      else this.add(one);
    }
  }
}
