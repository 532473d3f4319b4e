import type { Amounts } from '../../../protocol/usage.ts';
import type { ReadOne } from './value_kinds.ts';

const MICROS = 1_000_000;
/** The most that a limit may allow: a million dollars, a trillion tokens. */
const MOST = 1e12;
const UNITS: Readonly<Record<string, number>> = { '': 1, k: 1_000, m: 1_000_000 };

/** Money in millionths of a US dollar: `$2`, `2.50 $`, `0.5`. */
export const money: ReadOne<number> = (text) => {
  const amount = /^(?:\$\s*)?(\d{1,7}(?:\.\d{1,6})?)(?:\s*(?:\$|USD))?$/i.exec(text)?.[1];
  const value = amount === undefined ? 0 : Math.round(Number(amount) * MICROS);
  return value > 0 && value <= MOST
    ? { value }
    : { code: 'bad-money', fault: 'is no amount of money', mend: 'Write US dollars, for example `$2` or `$0.50`.' };
};

/** A number of tokens: `500k`, `1.5M`, `200000`. */
export const tokens: ReadOne<number> = (text) => {
  const [, amount = '', unit = ''] = /^(\d{1,12}(?:\.\d{1,3})?)\s*([km]?)$/i.exec(text) ?? [];
  const value = Math.round(Number(amount) * (UNITS[unit.toLowerCase()] ?? 1));
  return value > 0 && value <= MOST
    ? { value }
    : { code: 'bad-tokens', fault: 'is no number of tokens', mend: 'Write for example `500k` or `2M`.' };
};

/** Money, tokens or both: `$20`, `20`, `5M tokens`, `$20, 5M tokens`. */
export const budget: ReadOne<Amounts> = (text) => {
  const value = amountsIn(text);
  return value === null
    ? {
        code: 'bad-budget',
        fault: 'is no budget',
        mend: 'Write money, tokens or both, for example `$20`, `5M tokens` or `$20, 5M tokens`.',
      }
    : { value };
};

/** The amounts that a text names, at most one of each kind; null: it is no such text. */
export function amountsIn(text: string): Amounts | null {
  const parts = text.split(/\s*,\s*|\s+and\s+/).map((part) => part.trim());
  const read = parts.map(amountIn);
  const costs = read.flatMap(({ costMicros }) => costMicros ?? []);
  const counts = read.flatMap(({ tokens: count }) => count ?? []);
  if (costs.length > 1 || counts.length > 1 || costs.length + counts.length !== parts.length) return null;
  return { costMicros: costs[0] ?? null, tokens: counts[0] ?? null };
}

/** What is followed by a unit of thousands, or by the word, is a number of tokens; any other is money. */
function amountIn(text: string): Amounts {
  const count = /^(.*?(?:[km]|(?=\s*tokens?$)))\s*(?:tokens?)?$/i.exec(text)?.[1];
  const read = count === undefined ? money(text) : tokens(count.trim());
  const value = 'value' in read ? read.value : null;
  return count === undefined ? { costMicros: value, tokens: null } : { costMicros: null, tokens: value };
}

/** Amounts as a plan writes them: `$20, 5000000 tokens`. */
export function amountsSetting({ costMicros, tokens: count }: Amounts): string {
  const money = costMicros === null ? [] : [`$${costMicros / MICROS}`];
  return [...money, ...(count === null ? [] : [`${count} tokens`])].join(', ');
}
