import { defineConfig } from 'vitest/config';

/** `npm run test:faults`: processes killed in loops. Slow by nature, and not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/faults/**/*.test.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Runs of whole plans share two cores with each other; more at once would only make each slower.
    maxWorkers: 2,
    maxConcurrency: 2,
  },
});
