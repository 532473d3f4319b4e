import type { CredentialSource } from '../git/with_credential.ts';
import { settle } from './recover.ts';
import type { KeptLeftover, Recovery } from './recovery.ts';
import { salvageLeftover } from './salvage_leftover.ts';

/**
 * Work that could not be pushed, mostly because its own attempt gets no token any more. A token is for a repository, not for
 * an attempt, so the next attempt on the same repository takes it along: to the dead attempt's own ref, where nothing of it
 * is ever moved.
 */
export class KeptWork {
  readonly #recovery: Recovery;
  #kept: readonly KeptLeftover[];

  constructor(recovery: Recovery, kept: readonly KeptLeftover[]) {
    this.#recovery = recovery;
    this.#kept = kept;
  }

  add(kept: KeptLeftover): void {
    this.#kept = [...this.#kept, kept];
  }

  /**
   * Pushes what is kept of this repository, and removes what was pushed. What fails for another reason than the token stays
   * for the next start.
   *
   * @param signal gives up waiting for the service to take a report that is still owed
   */
  async takeAlong(repository: string, credentials: CredentialSource, signal: AbortSignal): Promise<void> {
    const mine = this.#kept.filter((kept) => kept.repository === repository);
    // Nobody else shall take the same along meanwhile.
    this.#kept = this.#kept.filter((kept) => kept.repository !== repository);
    for (const kept of mine) {
      const salvage = await salvageLeftover(this.#recovery, kept.leftover, credentials);
      if (salvage.kind === 'safe') await settle(this.#recovery, kept.leftover, signal);
      else if (salvage.kind === 'no_token') this.add(kept);
    }
  }
}
