import type { RegisterRequest, RegisterResponse } from '../../src/protocol/runner_messages.ts';
import type { ServiceClient } from '../service/service_client.ts';
import { type Repeating, repeatUntilAnswered } from './repeat.ts';

/** Introduces the runner to the service, and again whenever the service has forgotten it. */
export class Registration {
  readonly #client: ServiceClient;
  readonly #request: RegisterRequest;
  readonly #repeating: Repeating;
  #timing: RegisterResponse | undefined;
  #underWay: Promise<void> | undefined;

  constructor(client: ServiceClient, request: RegisterRequest, repeating: Repeating) {
    this.#client = client;
    this.#request = request;
    this.#repeating = repeating;
  }

  /** How long leases last and how often to send a heartbeat, as the service said last. */
  get timing(): RegisterResponse {
    if (this.#timing === undefined) throw new Error('the runner is not registered yet');
    return this.#timing;
  }

  /**
   * Registers; callers at the same moment share one message.
   *
   * @throws ServiceError where the service refuses this runner
   */
  async renew(signal: AbortSignal): Promise<void> {
    this.#underWay ??= this.#send(signal).finally(() => {
      this.#underWay = undefined;
    });
    await this.#underWay;
  }

  async #send(signal: AbortSignal): Promise<void> {
    this.#timing = await repeatUntilAnswered(
      (each) => this.#client.register(this.#request, each),
      signal,
      this.#repeating,
    );
  }
}
