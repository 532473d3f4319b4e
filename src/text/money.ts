/** Millionths of a US dollar. */
export const MICROS_OF_CENT = 10_000;

/** Millionths of a US dollar for people: `2.10 $`; what is less than a cent is said so, since it is not nothing. */
export function moneyText(micros: number): string {
  const cents = Math.round(micros / MICROS_OF_CENT);
  if (cents === 0 && micros > 0) return 'under 0.01 $';
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')} $`;
}
