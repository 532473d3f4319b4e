/**
 * Lets so many calls be under way at once, the others in the order they came. What is asked for within a call must not wait for another
 * call of the same gate.
 */
export function gate(atOnce: number): <Answer>(ask: () => Promise<Answer>) => Promise<Answer> {
  const waiting: (() => void)[] = [];
  let free = atOnce;
  return async (ask) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await ask();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
