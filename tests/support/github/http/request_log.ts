import type { Permissions } from '../state.ts';

/** One request to the API, in the order they came. */
export type RequestRecord = {
  readonly method: string;
  /** The address as asked. */
  readonly url: string;
  /** GitHub's path template, `graphql`, or undefined for an unknown one. */
  readonly template: string | undefined;
  readonly operationId: string | undefined;
  /** A write changes something in a repository; making a token is none. */
  readonly kind: 'read' | 'write';
  /** Epoch milliseconds on the stand-in's clock. */
  readonly at: number;
  readonly body: unknown;
  /** What the token may; undefined for the app's own JWT. */
  permissions: Permissions | undefined;
  /** 0 until answered, and where the answer was dropped. */
  status: number;
};

/** One request of git. */
export type GitRequestRecord = {
  readonly owner: string;
  readonly repo: string;
  /** `announce` comes before either. */
  readonly kind: 'announce' | 'fetch' | 'push';
  /** Epoch milliseconds. */
  readonly at: number;
  /** The login; undefined for anyone. */
  user: string | undefined;
  status: number;
};

/** What the requests did wrong and what they were. */
export type RequestLog = {
  readonly gitRequests: GitRequestRecord[];
  readonly requests: RequestRecord[];
  /** Requests that GitHub's description does not allow. */
  readonly violations: { readonly operationId: string; readonly problems: readonly string[]; readonly url: string }[];
  /** Requests to addresses that the stand-in does not know. */
  readonly unknown: { readonly method: string; readonly url: string }[];
};
