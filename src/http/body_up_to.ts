import type { MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { Refusal } from '../core/refusal.ts';

/** Refuses bodies of more than so many bytes, whether they say how long they are or not. */
export function bodyUpTo(bytes: number): MiddlewareHandler {
  return bodyLimit({
    maxSize: bytes,
    onError: () => {
      throw new Refusal('too_large', `The body is larger than the ${bytes} bytes that this call takes.`);
    },
  });
}
