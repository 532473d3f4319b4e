import type { OperationId } from '../openapi/operation_ids.ts';
import type { Repository } from '../state.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { World } from '../world.ts';
import type { Caller } from './authenticate.ts';

/** What an endpoint is given. */
export type Call<Body = unknown> = {
  readonly world: World;
  readonly webhooks: Webhooks;
  /** The parameters of the path, decoded. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  /** Checked against GitHub's description before. */
  readonly body: Body;
  readonly caller: Caller;
  /** The login that writes. */
  readonly actor: string;
  /** The address as asked. */
  readonly url: URL;
  /** Headers of the request; empty where there is none. */
  readonly accept: string;
  readonly authorization: string;
};

/** The same for an address below a repository. */
export type RepositoryCall<Body = unknown> = Call<Body> & { readonly repository: Repository };

/** What it answers. */
export type Answer = {
  readonly status: number;
  readonly body?: unknown;
  /** In place of a body: it is no JSON. */
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
};

/** A permission as `name:access`. */
export type Need = `${string}:${'read' | 'write'}`;

/** One endpoint: GitHub's operation, who may use it, what it does. */
export type Endpoint =
  | { readonly kind: 'app'; readonly id: OperationId; readonly act: (call: Call) => Promise<Answer> | Answer }
  | { readonly kind: 'token'; readonly id: OperationId; readonly act: (call: Call) => Promise<Answer> | Answer }
  | {
      readonly kind: 'repository';
      readonly id: OperationId;
      /** One of them is enough. */
      readonly needs: readonly Need[];
      readonly act: (call: RepositoryCall) => Promise<Answer> | Answer;
    };

/** An endpoint for the app itself, by its JWT. */
export function appEndpoint<Body = unknown>(
  id: OperationId,
  act: (call: Call<Body>) => Promise<Answer> | Answer,
): Endpoint {
  return { kind: 'app', id, act: (call) => act(call as Call<Body>) };
}

/** An endpoint for every installation token that belongs to no repository. */
export function tokenEndpoint(id: OperationId, act: (call: Call) => Promise<Answer> | Answer): Endpoint {
  return { kind: 'token', id, act };
}

/** An endpoint below a repository; the token needs one of these permissions. */
export function repositoryEndpoint<Body = unknown>(
  id: OperationId,
  needs: Need | readonly Need[],
  act: (call: RepositoryCall<Body>) => Promise<Answer> | Answer,
): Endpoint {
  return {
    kind: 'repository',
    id,
    needs: typeof needs === 'string' ? [needs] : needs,
    act: (call) => act(call as RepositoryCall<Body>),
  };
}

/** 200 with a body. */
export function ok(body: unknown, headers?: Readonly<Record<string, string>>): Answer {
  return { status: 200, body, ...(headers === undefined ? {} : { headers }) };
}

/** 201 with a body. */
export function created(body: unknown): Answer {
  return { status: 201, body };
}

/** 204. */
export const noContent: Answer = { status: 204 };
