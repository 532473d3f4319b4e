import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import type { Delivery } from './deliveries.ts';
import type { MissedDeliveries } from './missed_deliveries.ts';
import type { People } from './people.ts';

/** What a service has of GitHub beside the forge. */
export type GitHubSide = {
  /** Whether the signature (`sha256=…`) is that of the body under the webhook secret; in constant time. */
  readonly verify: (body: string, signature: string) => Promise<boolean>;
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
