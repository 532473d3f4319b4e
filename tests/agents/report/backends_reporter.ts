import { readFileSync, writeFileSync } from 'node:fs';
import type { Reporter, TestCase, TestModule } from 'vitest/node';
import { FAILS, type Filled, fill, PAGE, readCells, shortcomings, writeCells } from './proof_table.ts';
import type { Proof } from './proofs.ts';

/**
 * Writes what the run proved into the table of `docs/backends.md`, cells of tests that did not run left as they are. In
 * CI it compares instead: a run that proves other than what the page says fails.
 */
export class BackendsReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const filled = modules.flatMap((module) => [...module.children.allTests()].flatMap(filledBy));
    if (filled.length === 0) return;
    const page = readFileSync(PAGE, 'utf8');
    const cells = fill(readCells(page), filled);
    const told = shortcomings(cells, [...new Set(filled.map(({ agent }) => agent))]);
    process.stdout.write(`\nWhat these agents fail at, cannot do, or do in another way:\n${told.join('\n')}\n`);
    const written = writeCells(page, cells);
    if (written === page) return;
    if (process.env.CI === undefined) {
      writeFileSync(PAGE, written);
      return;
    }
    process.stderr.write(
      '\nThis run proved other than docs/backends.md says. Run `npm run test:agents` and commit that page.\n',
    );
    process.exitCode = 1;
  }
}

function filledBy(test: TestCase): readonly Filled[] {
  const proof: Proof | undefined = test.meta().proof;
  const { state } = test.result();
  if (proof === undefined || (state !== 'passed' && state !== 'failed')) return [];
  const says = state === 'passed' ? proof.says : FAILS;
  return says === null ? [] : [{ ...proof, says }];
}
