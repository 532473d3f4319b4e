import { relative } from 'node:path';
import type { TestSpecification } from 'vitest/node';
import { BaseSequencer } from 'vitest/node';

const LONGEST = 'tests/github_scenarios/github_scenarios.test.ts';
const NEXT_LONGEST = 'tests/scenarios/scenarios.test.ts';

/**
 * Begins with the longest file, so that it is not alone at the end with half of the machine, and has the next one wait until
 * the files of shared processes are done: both fill all cores with services, runners and agents, and each has deadlines.
 */
export class ScenariosApart extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((a, b) => this.#turn(a) - this.#turn(b));
  }

  /** Files of one turn keep their order: the longest first, or of an unknown length that with most text. */
  #turn({ moduleId, project }: TestSpecification): number {
    const file = relative(this.ctx.config.root, moduleId);
    if (file === LONGEST) return 0;
    if (!project.config.isolate) return 1;
    return file === NEXT_LONGEST ? 2 : 3;
  }
}
