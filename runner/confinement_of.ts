import { randomUUID } from 'node:crypto';
import type { RunnerConfig } from './config/runner_config.ts';
import { type Egress, egressTo } from './egress/run_with_egress.ts';
import { detectBubblewrap } from './sandbox/detect_bubblewrap.ts';
import { chooseSandbox, type Sandbox, SandboxRequiredError } from './sandbox/sandbox.ts';

/** What tasks run in, and what they may reach; `egress` is left out where they reach what the machine does. */
export type Confinement = { readonly sandbox: Sandbox; readonly egress?: Egress };

/**
 * Finds what holds the tasks of a runner with this file on this machine.
 *
 * @param path the PATH on which bubblewrap is looked for
 * @throws SandboxRequiredError where the file asks for a sandbox, or for what only one can do, and there is none
 */
export async function confinementOf(
  { sandbox: setting, egress }: Pick<RunnerConfig, 'sandbox' | 'egress'>,
  path: string,
): Promise<Confinement> {
  const sandbox = chooseSandbox(setting, await detectBubblewrap(path, `trial/${randomUUID()}`));
  if (egress === undefined) return { sandbox };
  if (sandbox.kind !== 'none') return { sandbox, egress: egressTo(egress) };
  const why = `Its file says by \`egress\` which hosts tasks may reach, and nothing but a sandbox holds them to it. ${sandbox.because}`;
  throw new SandboxRequiredError(why, 'Without one, `egress` has to go from that file.');
}
