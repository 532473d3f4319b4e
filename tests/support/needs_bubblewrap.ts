import { randomUUID } from 'node:crypto';
import { describe } from 'vitest';
import { detectBubblewrap } from '../../runner/sandbox/detect_bubblewrap.ts';
import type { Sandbox } from '../../runner/sandbox/sandbox.ts';

const status = await detectBubblewrap(process.env.PATH ?? '', randomUUID());

/**
 * The one rule for tests of the sandbox: where bubblewrap does not work they are reported by name as not run, and in
 * CI, where their silence would pass for proof, the file fails.
 */
export function describeWithBubblewrap(name: string, tests: (sandbox: Sandbox) => void): void {
  if (status.state === 'available') {
    const sandbox: Sandbox = { kind: 'bubblewrap', program: status.program };
    describe(name, () => tests(sandbox));
    return;
  }
  const message = `Not run: ${name}. ${status.why} ${status.remedy}`;
  if (process.env.CI === 'true') throw new Error(message);
  process.stderr.write(`${message}\n`);
  describe.runIf(false)(name, () => tests({ kind: 'none', because: message }));
}
