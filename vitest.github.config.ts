import { defineConfig } from 'vitest/config';

/** `npm run test:github`: plans on a GitHub stand-in, through the shipped processes. Not part of `npm test`, for they take minutes. */
export default defineConfig({
  test: {
    include: ['tests/github_scenarios/**/*.test.ts'],
    testTimeout: 240_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Each file has a service, a runner and agents of its own; they share two cores.
    maxWorkers: 1,
    maxConcurrency: 6,
  },
});
