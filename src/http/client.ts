import { hc } from 'hono/client';
import type { App } from './app.ts';

/** How a client reaches the service: over the network, or by handing requests to the app in this process. */
export type Transport = (input: string | URL | Request, init?: RequestInit) => Response | Promise<Response>;

/** The typed client of all routes. */
export function createClient(address: string, operatorToken: string, transport?: Transport) {
  return hc<App>(address, {
    headers: { authorization: `Bearer ${operatorToken}` },
    ...(transport === undefined
      ? {}
      : { fetch: (input: string | URL | Request, init?: RequestInit) => transport(input, init) }),
  });
}

/** A client of all routes, typed. */
export type Client = ReturnType<typeof createClient>;
