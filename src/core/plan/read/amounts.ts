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
