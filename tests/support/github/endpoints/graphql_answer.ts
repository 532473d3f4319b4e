import type { Answer } from '../http/endpoint.ts';

/** GraphQL tells failures in a good answer. */
export function failed(type: string, message: string): Answer {
  return { status: 200, body: { data: null, errors: [{ type, message, path: [] }] } };
}
