import { withoutSecretShapes } from '../../text/secret_shapes.ts';

/** An answer as events and replies tell it: without what looks like a token. Who asked is given all of it. */
export function toldAnswer(answer: string): string {
  return withoutSecretShapes(answer);
}
