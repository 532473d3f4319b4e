import { defineConfig } from 'vitest/config';

/** `npm run test:simulation`: many worlds from a seed that is new each time and printed in the test's name. */
export default defineConfig({
  test: {
    include: ['tests/simulation/simulation.test.ts'],
    env: {
      SIMULATION_RUNS: process.env.SIMULATION_RUNS ?? '1000',
      SIMULATION_SEED: process.env.SIMULATION_SEED ?? String(Date.now() % 1_000_000_000),
    },
    reporters: ['verbose'],
    pool: 'forks',
  },
});
