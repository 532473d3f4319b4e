import type { Amounts, Used } from '../../protocol/usage.ts';
import { amountsSetting } from '../plan/read/amounts.ts';
import { type Bounded, KINDS, type Kind, partSpent } from './bounded.ts';

const CENT_MICROS = 10_000;

/**
 * What is to be added for agents to go on, as a person writes it: `+$5`, `+2000000 tokens`. Of each kind that is used up a quarter of
 * the limit, or what is used beyond it; where none is, of each that is bounded.
 */
export function moreBudget({ limit, spent }: Pick<Bounded, 'limit' | 'spent'>): string {
  const used = usedUp({ limit, spent });
  const wanted = used.length > 0 ? used : KINDS.filter((kind) => limit[kind] !== null);
  return `+${amountsSetting({ costMicros: more('costMicros'), tokens: more('tokens') })}`;

  function more(kind: Kind): number | null {
    const most = limit[kind];
    if (most === null || !wanted.includes(kind)) return null;
    const least = kind === 'costMicros' ? CENT_MICROS : 1;
    return roundUp(Math.max(most / 4, (spent[kind] - most) * 1.25, least));
  }
}

/** The kinds of which nothing is left. */
export function usedUp({ limit, spent }: { readonly limit: Amounts; readonly spent: Used }): readonly Kind[] {
  return KINDS.filter((kind) => {
    const one = { costMicros: null, tokens: null, [kind]: limit[kind] };
    return limit[kind] !== null && partSpent({ limit: one, spent }) >= 1;
  });
}

/** To one figure or a half more. */
export function roundUp(amount: number): number {
  const step = 10 ** Math.floor(Math.log10(amount)) / 2;
  return Math.max(1, Math.ceil(Math.ceil(amount / step) * step));
}
