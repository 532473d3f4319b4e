import type { IncomingEvent } from '../../core/incoming/incoming_event.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import type { Authorization } from './authorization.ts';
import type { Delivery } from './deliveries.ts';
import type { MissedDeliveries } from './missed_deliveries.ts';
import type { RepositoryReader } from './repository_reader.ts';

/** What a service has of GitHub beside the forge. */
export type GitHubSide = {
  /**
   * The text of a body whose signature (`sha256=…`) is that of its very bytes under the webhook secret, compared in constant
   * time. Null: it is not, or the bytes are no UTF-8, as nothing is that GitHub sends.
   */
  readonly verify: (body: Uint8Array, signature: string) => Promise<string | null>;
  readonly authorization: Authorization;
  readonly repositories: RepositoryReader;
  /**
   * Shows the writer of a comment that they may not command, by a reaction and, unless it is null, by a line, without any
   * trace in the database. Said again it changes nothing. Never waits long for its turn to write. Says whether the reaction
   * stands (the line may be missing nevertheless); false: there was no turn, or nobody is there to be told.
   */
  readonly turnAway: (
    repository: RepositoryRecord,
    said: { readonly issue: number; readonly comment: number; readonly line: string | null },
  ) => Promise<boolean>;
  /**
   * Writes a comment of our own as it was `before` somebody `edited` it who may not command, without any trace in the database; one
   * that was written anew since stays as it is. Never waits long for its turn to write. Says whether it was written.
   */
  readonly putBack: (
    repository: RepositoryRecord,
    was: { readonly comment: number; readonly edited: string; readonly before: string },
  ) => Promise<boolean>;
  /**
   * Brings a run's status comment up to date without any trace in the database. Never waits long for its turn to write, and leaves
   * it where there is none: what is shown next says the same.
   */
  readonly showNow: (
    repository: RepositoryRecord,
    status: { readonly run: string; readonly comment: number; readonly text: string },
  ) => Promise<void>;
  readonly missed: MissedDeliveries;
  /** Reads a delivery; null where the event is none that Planwright knows. Throws for a body that is not as GitHub describes it. */
  readonly readDelivery: (delivery: Delivery) => IncomingEvent | null;
  /** Login of the App's own bot: `<slug>[bot]`. */
  readonly botLogin: string;
  readonly appSlug: string;
  /** How often missed deliveries are looked for, in milliseconds. */
  readonly deliverySweepMs: number;
};
