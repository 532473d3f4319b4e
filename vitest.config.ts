import { defineConfig } from 'vitest/config';

/** `npm test`: the quick tests. The fault loops and benches have configurations of their own. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: ['tests/faults/**', 'tests/bench/**', 'node_modules/**', 'dist/**'],
    testTimeout: 30_000,
    hookTimeout: 30_000,
    pool: 'forks',
    coverage: {
      provider: 'v8',
      include: ['src/**/*.ts', 'runner/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
    },
  },
});
