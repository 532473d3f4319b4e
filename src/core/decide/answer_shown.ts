import type { Decision, Surroundings } from '../decision.ts';
import { type Sent, settled } from './sent.ts';

/** The answer of what only shows or tidies: nothing depends on it. A refusal stays in the outbox with its reason. */
export function answerShown(sent: Sent, around: Pick<Surroundings, 'now'>): Decision<null> {
  return settled(sent, around.now).result(null);
}
