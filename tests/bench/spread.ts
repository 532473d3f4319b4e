/** How a measured quantity lay over the rounds of a bench. */
export type Spread = { readonly median: number; readonly least: number; readonly most: number };

/** The spread of at least one value; the median of an even count is the mean of the middle two. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (position: number) => {
    const value = sorted[position];
    if (value === undefined) throw new Error('A spread needs at least one value.');
    return value;
  };
  const middle = (sorted.length - 1) / 2;
  return {
    median: (at(Math.floor(middle)) + at(Math.ceil(middle))) / 2,
    least: at(0),
    most: at(sorted.length - 1),
  };
}

/** The spread of the ratios of values that were measured side by side, pair by pair. */
export function ratioOf(values: readonly number[], baseline: readonly number[]): Spread {
  return spreadOf(
    values.map((value, index) => {
      const base = baseline[index];
      if (base === undefined) throw new Error('Every value needs the baseline of its round.');
      return value / base;
    }),
  );
}
