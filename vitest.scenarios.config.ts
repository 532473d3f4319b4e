import { defineConfig } from 'vitest/config';

/** `npm run test:scenarios`: whole plans of the command line, with service, runner and scripted agents. Not part of `npm test`, for they fill the machine. */
export default defineConfig({
  test: {
    include: ['tests/scenarios/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // By itself Vitest leaves a core alone: of two cores that is half of them.
    maxWorkers: '100%',
  },
});
