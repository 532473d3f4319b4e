import type { HttpHandler } from 'msw';
import type { Faults } from './http/faults.ts';
import type { GitRequestRecord, RequestLog, RequestRecord } from './http/request_log.ts';
import type { Owners } from './people/owners.ts';
import type { People } from './people/people.ts';
import type { Permissions, State } from './state.ts';
import type { Views } from './views.ts';
import type { DeliveryMode } from './webhooks/delivery.ts';
import type { Webhooks } from './webhooks/webhooks.ts';
import type { World } from './world.ts';

/** How the stand-in begins. All may be left out. */
export type GitHubOptions = {
  /** Epoch milliseconds; default: the machine's clock. */
  readonly now?: () => number;
  /** The app's owner, an organisation unless `users` names it; default: `acme`. */
  readonly appOwner?: string;
  /** Default: `planwright`. */
  readonly slug?: string;
  /** Logins that own repositories as users, not as organisations. */
  readonly users?: readonly string[];
  /** What the app may do; default: what `app.yml` asks for. */
  readonly permissions?: Permissions;
  /** The webhooks it gets; default: what `app.yml` asks for. */
  readonly events?: readonly string[];
  /** Default: `ordered`. */
  readonly deliver?: DeliveryMode;
  /** Default: `immediate`. */
  readonly mergeability?: World['mergeability'];
  /** Where webhooks go; default: nowhere yet. */
  readonly webhookUrl?: string;
};

/** A running GitHub. */
export type GitHub = People &
  Views &
  Owners & {
    /** Base of the REST API: `http://127.0.0.1:<port>/api/v3`. */
    readonly url: string;
    /** `127.0.0.1:<port>`, for `GHE_HOST`. */
    readonly host: string;
    readonly appId: number;
    /** PEM, made for this process. */
    readonly privateKey: string;
    readonly webhookSecret: string;
    readonly slug: string;
    /** msw's handlers, to be used in process with `setupServer`. */
    readonly handlers: readonly HttpHandler[];
    readonly state: State;
    readonly webhooks: Webhooks;
    /** What goes wrong with requests to the API. */
    readonly faults: Faults;
    /** What goes wrong with requests of git. */
    readonly gitFaults: Faults<GitRequestRecord>;
    /** Every request, oldest first. */
    readonly requests: readonly RequestRecord[];
    /** Every request of git, oldest first. */
    readonly gitRequests: RequestLog['gitRequests'];
    /** Requests that GitHub's description does not allow, and requests to unknown addresses: both should stay empty. */
    readonly violations: RequestLog['violations'];
    readonly unknown: RequestLog['unknown'];
    /** The writes so far, of one operation or of all. */
    readonly writes: (operationId?: string) => readonly RequestRecord[];
    readonly sendWebhooksTo: (url: string) => void;
    /** When no delivery is under way. */
    readonly settled: () => Promise<void>;
    readonly close: () => Promise<void>;
  };
