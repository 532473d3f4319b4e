import type { ServiceDependencies } from '../dependencies.ts';
import type { GitHubSide } from '../ports/github_side.ts';

/** What the handlers of deliveries are given. */
export type DeliveryContext = {
  readonly deps: ServiceDependencies;
  readonly github: GitHubSide;
  /** Id of the delivery that is being processed. */
  readonly delivery: string;
  /** Its body: the signed text itself. */
  readonly body: string;
  /** When it came here, in epoch milliseconds: what it says was said by then, however late it is processed. */
  readonly receivedAt: number;
  /** Who holds it. */
  readonly holder: string;
};
