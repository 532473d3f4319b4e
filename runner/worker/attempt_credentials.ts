import type { TokenResponse } from '../../src/protocol/runner_messages.ts';
import type { GitCredential } from '../git/credential.ts';
import type { CredentialSource } from '../git/with_credential.ts';
import { ServiceError } from '../service/service_error.ts';
import { type Repeating, repeatUntilAnswered } from './repeat.ts';

/** A token that has less time left is replaced before git is given it, in milliseconds. */
export const RENEWAL_MARGIN_MS = 10 * 60_000;

/** The longest that an attempt waits for a token while the service gives none, in milliseconds. */
const PATIENCE_MS = 5 * 60_000;

/** Asks the service once. Rejects with `ServiceError`. */
export type AskForToken = (signal: AbortSignal) => Promise<TokenResponse>;

type Held =
  | { readonly kind: 'none_needed' }
  | { readonly kind: 'token'; readonly credential: GitCredential; readonly endsAtMs: number };

/**
 * The token of one attempt's repository: asked for when git first needs it and again before it ends, and kept in the memory
 * of this object alone. Its time is counted from the answer's arrival on the clock of this machine.
 */
export class AttemptCredentials implements CredentialSource {
  readonly #ask: AskForToken;
  readonly #repeating: Repeating;
  #held: Held | undefined;

  constructor(ask: AskForToken, repeating: Repeating) {
    this.#ask = ask;
    this.#repeating = repeating;
  }

  /**
   * @throws ServiceError where the service refuses, or gives none for too long; the signal's reason when it aborts first
   */
  async current(signal: AbortSignal = new AbortController().signal): Promise<GitCredential | undefined> {
    const held = this.#held;
    if (held === undefined) return this.#keep(await this.#askPatiently(signal));
    if (held.kind === 'none_needed') return undefined;
    const leftMs = held.endsAtMs - this.#repeating.clock.now();
    if (leftMs >= RENEWAL_MARGIN_MS) return held.credential;
    if (leftMs <= 0) return this.#keep(await this.#askPatiently(signal));
    // It still serves where the service is away, or gave the attempt up and its work is being saved.
    return await this.#ask(signal).then(
      (answer) => this.#keep(answer),
      () => held.credential,
    );
  }

  drop(credential: GitCredential): void {
    if (this.#held?.kind === 'token' && this.#held.credential === credential) this.#held = undefined;
  }

  #keep({ credential }: TokenResponse): GitCredential | undefined {
    if (credential === null) {
      this.#held = { kind: 'none_needed' };
      return undefined;
    }
    const { username, token, expiresInMs } = credential;
    const kept = { username, token };
    this.#held = { kind: 'token', credential: kept, endsAtMs: this.#repeating.clock.now() + expiresInMs };
    return kept;
  }

  async #askPatiently(signal: AbortSignal): Promise<TokenResponse> {
    const patience = new AbortController();
    let last: ServiceError | undefined;
    const callOff = this.#repeating.clock.after(PATIENCE_MS, () => patience.abort());
    const ask: AskForToken = async (each) => {
      try {
        return await this.#ask(each);
      } catch (error) {
        if (error instanceof ServiceError && !each.aborted) last = error;
        throw error;
      }
    };
    try {
      return await repeatUntilAnswered(ask, AbortSignal.any([signal, patience.signal]), this.#repeating);
    } catch (error) {
      // It says more than that the time was up.
      throw last ?? error;
    } finally {
      callOff();
    }
  }
}
