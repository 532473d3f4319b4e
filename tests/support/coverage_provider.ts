import v8 from '@vitest/coverage-v8';
import type { ScriptCoverageWithOffset } from '@vitest/coverage-v8/dist/provider.js';

type Reading = { readonly onFileRead: (coverage: { result: ScriptCoverageWithOffset[] }) => void };

/**
 * Coverage by V8 that also counts what the programs do that tests start: the command line, the service and the runner as
 * processes of their own.
 *
 * Vitest's provider adds up the ranges of a source file from all processes before it looks for statements. In tests the
 * source was rewritten by Vite and in programs it was not, so that the same range means different code. Here each kind is
 * turned into statements by itself, and these are added up.
 *
 * It is Vitest's own object, not a copy: a worker loads this module again before each file that runs alone, and has to find what
 * it began to count.
 */
export default Object.assign(v8, {
  getProvider: async () => {
    const { V8CoverageProvider } = await import('@vitest/coverage-v8/dist/provider.js');
    class Provider extends V8CoverageProvider {
      override async readCoverageFiles(
        reading: Reading & Parameters<InstanceType<typeof V8CoverageProvider>['readCoverageFiles']>[0],
      ) {
        for (const inPrograms of [false, true]) {
          await super.readCoverageFiles({
            ...reading,
            onFileRead: ({ result }: { result: ScriptCoverageWithOffset[] }) =>
              reading.onFileRead({
                result: result.filter((script) => (script.isExtendedContext === true) === inPrograms),
              }),
          });
        }
      }
    }
    return new Provider();
  },
});
