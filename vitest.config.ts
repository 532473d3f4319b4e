import { defineConfig } from 'vitest/config';

/** `npm test`: the quick tests. The fault loops, long runs over GitHub and benches have configurations of their own. */
export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    exclude: [
      'tests/faults/**',
      'tests/agents/**',
      'tests/github_scenarios/{budget,faults,fresh_process,killed_service,two_replicas}.test.ts',
      'tests/bench/**',
      'node_modules/**',
      'dist/**',
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // By itself Vitest leaves a core alone: of two cores that is half of them.
    maxWorkers: '100%',
    coverage: {
      provider: 'custom',
      customProviderModule: './tests/support/coverage_provider.ts',
      autoAttachSubprocess: true,
      include: ['src/**/*.ts', 'runner/**/*.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 92, statements: 92, functions: 91, branches: 80 },
    },
  },
});
