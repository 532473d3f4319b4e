/** How often each thing is there; a thing may be named by several words. */
export class Counts {
  readonly #counts = new Map<string, number>();

  constructor(counts: Readonly<Record<string, number>> = {}) {
    for (const [key, count] of Object.entries(counts)) this.add([key], count);
  }

  of(...key: readonly string[]): number {
    return this.#counts.get(key.join('\n')) ?? 0;
  }

  add(key: readonly string[], count = 1): void {
    this.#counts.set(key.join('\n'), this.of(...key) + count);
  }
}
