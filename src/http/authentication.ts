import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { Refusal } from '../core/refusal.ts';

/** Lets a request pass that carries one of the tokens as a bearer. Tokens are compared in constant time. */
export function bearer(tokens: readonly string[], name: string): MiddlewareHandler {
  const known = tokens.map(digest);
  return async (context, next) => {
    const given = /^Bearer (.+)$/i.exec(context.req.header('authorization') ?? '')?.[1];
    const fits = given !== undefined && known.map((token) => timingSafeEqual(token, digest(given))).includes(true);
    if (!fits) {
      context.header('www-authenticate', 'Bearer');
      throw new Refusal('unauthorized', `This needs the ${name} as a bearer token.`);
    }
    await next();
  };
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
