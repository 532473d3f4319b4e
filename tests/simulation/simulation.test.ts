import { expect, test } from 'vitest';
import { simulate } from './simulate.ts';

/** `SIMULATION_RUNS` worlds are simulated; `SIMULATION_SEED` sets the first, whose successors are counted up. */
const runs = Number(process.env.SIMULATION_RUNS ?? 60);
const firstSeed = Number(process.env.SIMULATION_SEED ?? 1);

test(`${runs} worlds from seed ${firstSeed} keep every invariant and end as foretold`, {
  timeout: 3_600_000,
}, async () => {
  for (let seed = firstSeed; seed < firstSeed + runs; seed++) {
    const report = await simulate(seed).catch((error: unknown) => {
      throw new Error(`SIMULATION_SEED=${seed} SIMULATION_RUNS=1 npm run test:simulation shows it again.`, {
        cause: error,
      });
    });
    expect(report.runs).toBeGreaterThan(0);
  }
});
