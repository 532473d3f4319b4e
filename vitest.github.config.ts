import { defineConfig } from 'vitest/config';

/** `npm run test:github`: whole plans over a GitHub stand-in. Not part of `npm test`, for they take minutes. */
export default defineConfig({
  test: {
    include: ['tests/github_scenarios/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Each file has a service, a runner and agents of its own, and they share two cores.
    maxWorkers: 1,
  },
});
