import { DecisionBuilder } from '../decision.ts';
import type { Effect, EffectAnswer, EffectRecord } from '../effects/effect.ts';

/** Who sent the effect, so that only the one who holds it may settle it. */
export type Sent = { readonly effect: EffectRecord; readonly owner: string; readonly answer: EffectAnswer };

/** A decision that begins with the end of the effect's sending. */
export function settled({ effect, owner, answer }: Sent, now: number): DecisionBuilder {
  return new DecisionBuilder().change({ kind: 'settle_effect', effect: effect.id, owner, answer, at: now });
}

/** The forge gave an answer that this kind of effect cannot have: a mistake in the program. */
export function unexpectedAnswer(kind: Effect['kind'], answer: EffectAnswer['kind']): Error {
  return new Error(`The effect ${kind} cannot have the answer ${answer}.`);
}

/** The effect, known to be of one kind; another is a mistake in the program. */
export function effectOfKind<Kind extends Effect['kind']>(
  { effect }: Sent,
  kind: Kind,
): Extract<Effect, { kind: Kind }> {
  if (effect.effect.kind !== kind) throw new Error(`The effect ${effect.effect.kind} is no ${kind}.`);
  return effect.effect as Extract<Effect, { kind: Kind }>;
}
