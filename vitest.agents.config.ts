import { defineConfig } from 'vitest/config';
import { BackendsReporter } from './tests/agents/report/backends_reporter.ts';

/** `npm run test:agents`: the real agents against a scripted model. Installs them first; not part of `npm test`. */
export default defineConfig({
  test: {
    include: ['tests/agents/**/*.test.ts'],
    globalSetup: ['tests/agents/install_clis.ts'],
    testTimeout: 120_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // An agent fills both cores while it starts.
    maxWorkers: 1,
    reporters: ['verbose', new BackendsReporter()],
  },
});
