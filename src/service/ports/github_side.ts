import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import type { Delivery } from './deliveries.ts';
import type { MissedDeliveries } from './missed_deliveries.ts';
import type { People } from './people.ts';

/** What a service has of GitHub beside the forge. */
export type GitHubSide = {
  /**
   * The text of a body whose signature (`sha256=…`) is that of its very bytes under the webhook secret, compared in constant
   * time. Null: it is not, or the bytes are no UTF-8, as nothing is that GitHub sends.
   */
  readonly verify: (body: Uint8Array, signature: string) => Promise<string | null>;
  readonly people: People;
  readonly missed: MissedDeliveries;
  /** Reads a delivery; null where the event is none that Planwright knows. Throws for a body that is not as GitHub describes it. */
  readonly readDelivery: (delivery: Delivery) => IncomingEvent | null;
  /** Login of the App's own bot: `<slug>[bot]`. */
  readonly botLogin: string;
  readonly appSlug: string;
  /** How often missed deliveries are looked for, in milliseconds. */
  readonly deliverySweepMs: number;
};
