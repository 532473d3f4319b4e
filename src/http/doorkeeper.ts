import type { Context } from 'hono';
import { Refusal } from '../core/refusal.ts';
import { digestOf } from '../core/runner/runner_token.ts';
import { addressOf } from './client_address.ts';
import { type Rate, RateLimit } from './rate_limit.ts';
import { TooManyRequests } from './too_many_requests.ts';

/** Wrong tokens of one address. Whoever guesses gets ten a minute; a token of ours has 256 random bits. */
const WRONG_TOKENS: Rate = { burst: 30, everyMs: 6_000 };
/** Webhooks of one address whose signature does not fit. */
const WRONG_SIGNATURES: Rate = { burst: 60, everyMs: 6_000 };
/** Tokens that are remembered as good, each with the address it came from. */
const WELCOME_AT_MOST = 10_000;

/** What the service keeps in mind of who came to its door, in this process. */
export class Doorkeeper {
  readonly #trustedProxies: number;
  readonly #wrongTokens: RateLimit;
  readonly #wrongSignatures: RateLimit;
  readonly #welcome = new Set<string>();

  /** @param trustedProxies how many stand in front and tell by `X-Forwarded-For` whom they were asked by */
  constructor(clock: { readonly now: () => number }, trustedProxies: number) {
    this.#trustedProxies = trustedProxies;
    this.#wrongTokens = new RateLimit(WRONG_TOKENS, clock);
    this.#wrongSignatures = new RateLimit(WRONG_SIGNATURES, clock);
  }

  /**
   * Lets a request pass whose bearer `prove` knows, and answers whom it knows. An address that sent too many wrong tokens is
   * not listened to for a while, be the next one right or not, or guessing would be worth it; but a token that was right
   * from there before still is, so that one runner with a wrong token keeps out none that works beside it.
   *
   * @param prove answers null, or throws `unauthorized`, for what is wrong
   * @param requests counts what is let pass, per token and address
   * @throws Refusal `unauthorized`, TooManyRequests
   */
  async admit<Who>(
    context: Context,
    prove: (token: string) => Promise<Who | null>,
    needed: string,
    requests: RateLimit,
  ): Promise<Who> {
    const given = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const address = addressOf(context, this.#trustedProxies);
    const key = given === undefined ? '' : `${address} ${digestOf(given)}`;
    if (!this.#welcome.has(key)) {
      const waitMs = this.#wrongTokens.waitMs(address);
      if (waitMs > 0) throw new TooManyRequests('Too many wrong tokens came from this address.', waitMs);
    }
    const refused = (error: unknown): never => {
      if (!(error instanceof Refusal) || error.code !== 'unauthorized') throw error;
      this.#welcome.delete(key);
      this.#wrongTokens.take(address);
      context.header('www-authenticate', 'Bearer');
      throw error;
    };
    const who = given === undefined ? null : await prove(given).catch(refused);
    if (who === null) return refused(new Refusal('unauthorized', `This needs the ${needed} as a bearer token.`));
    this.#remember(key);
    const waitMs = requests.take(key);
    if (waitMs > 0) throw new TooManyRequests('Too many requests came with this token from this address.', waitMs);
    return who;
  }

  /**
   * Counts a webhook whose signature does not fit. Those whose signature does are never limited, so all are looked at.
   *
   * @throws Refusal `unauthorized`, TooManyRequests
   */
  refuseSignature(context: Context): never {
    const waitMs = this.#wrongSignatures.take(addressOf(context, this.#trustedProxies));
    if (waitMs > 0) throw new TooManyRequests('Too many wrong signatures came from this address.', waitMs);
    throw new Refusal('unauthorized', 'The signature does not fit the body and the webhook secret.');
  }

  #remember(key: string): void {
    this.#welcome.delete(key);
    this.#welcome.add(key);
    const [longest] = this.#welcome;
    if (this.#welcome.size > WELCOME_AT_MOST && longest !== undefined) this.#welcome.delete(longest);
  }
}
