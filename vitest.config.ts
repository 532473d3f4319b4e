import { globSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import { memoryFolder } from './tests/support/memory_folder.ts';

/** Files that leave nothing in their process: they share one, and load the sources once. */
const SHARED = together(
  'tests/{cli,config,core,github,github_stand_in,house,http,local,pricing,protocol,service,simulation,store,text}/**/*.test.ts',
);
/** Of these, the ones whose folders a sandbox has to show. */
const SHARED_ON_DISK = together('tests/runner/**/*.test.ts');

/** Not those that replace a module, which works only where nobody has loaded it before. */
function together(glob: string): string[] {
  return globSync(glob).filter((file) => !readFileSync(file, 'utf8').includes('vi.mock('));
}

/** `npm test`: the quick tests. Whole plans, fault loops, real agents and benches have configurations of their own. */
export default defineConfig({
  test: {
    testTimeout: 60_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // By itself Vitest leaves a core alone: of two cores that is half of them.
    maxWorkers: '100%',
    projects: [
      {
        extends: true,
        test: {
          name: 'alone',
          include: ['tests/**/*.test.ts'],
          exclude: [
            'tests/faults/**',
            'tests/agents/**',
            'tests/scenarios/**',
            'tests/github_scenarios/**',
            'tests/bench/**',
            ...SHARED,
            ...SHARED_ON_DISK,
          ],
        },
      },
      {
        extends: true,
        test: { name: 'shared', include: SHARED, isolate: false, env: { TMPDIR: memoryFolder() } },
      },
      { extends: true, test: { name: 'shared on disk', include: SHARED_ON_DISK, isolate: false } },
    ],
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
