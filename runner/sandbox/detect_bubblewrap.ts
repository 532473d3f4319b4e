import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { neverCancelled } from '../process/cancellation.ts';
import { type Clock, systemClock } from '../process/clock.ts';
import type { Ended } from '../process/ended.ts';
import { runCommand } from '../process/run_command.ts';
import type { BubblewrapStatus } from './sandbox.ts';
import { isolation, KERNEL_FILES } from './sandbox_argv.ts';

/** The first release with every option in use here. */
const OLDEST_VERSION = '0.5.0';
const TRIAL_TIMEOUT_MS = 10_000;

const INSTALL =
  'Install it: apt install bubblewrap, dnf install bubblewrap or pacman -S bubblewrap. It exists on Linux only.';
const UPDATE = `Install bubblewrap ${OLDEST_VERSION} or newer.`;
const ALLOW =
  'Allow user namespaces for it: on Ubuntu by an AppArmor profile or sysctl kernel.apparmor_restrict_unprivileged_userns=0, elsewhere by sysctl user.max_user_namespaces; in a container by a seccomp profile that permits them.';

/**
 * Finds bubblewrap on the PATH and makes a sandbox with it, since it may be installed and yet forbidden to work.
 *
 * @param path the runner's own PATH
 * @param mark unique for this trial, as for every command
 */
export async function detectBubblewrap(
  path: string,
  mark: string,
  clock: Clock = systemClock,
): Promise<BubblewrapStatus> {
  const program = path
    .split(delimiter)
    .filter(isAbsolute)
    .map((folder) => join(folder, 'bwrap'))
    .find(isExecutable);
  if (program === undefined) return { state: 'missing', why: 'bubblewrap (bwrap) is not installed.', remedy: INSTALL };

  const asked = await attempt([program, '--version'], 'session', mark, clock);
  const version = /(\d+\.\d+(\.\d+)?)/.exec(asked.output)?.[1];
  if (version === undefined) {
    return { state: 'missing', why: `${program} does not tell its version.`, remedy: UPDATE };
  }
  const everything = ['--ro-bind', '/', '/', ...KERNEL_FILES, '--', 'true'];
  const trial = await attempt([program, ...isolation(false), ...everything], 'namespace', mark, clock);
  if (trial.ended.how === 'exited' && trial.ended.exitCode === 0) return { state: 'available', program, version };

  const complaint = trial.output.trim().split('\n')[0] ?? '';
  const isUnknownOption = complaint.includes('Unknown option');
  const why = `bubblewrap ${version} is installed but could not make a sandbox (${complaint || trial.ended.how}).`;
  return { state: 'missing', why, remedy: isUnknownOption ? UPDATE : ALLOW };
}

async function attempt(
  argv: readonly string[],
  containment: 'session' | 'namespace',
  mark: string,
  clock: Clock,
): Promise<{ readonly ended: Ended; readonly output: string }> {
  const chunks: Buffer[] = [];
  const ended = await runCommand(
    { argv, cwd: '/', env: { PATH: '/usr/bin:/bin' } },
    {
      onOutput: (chunk) => chunks.push(chunk),
      cancel: neverCancelled,
      timeoutMs: TRIAL_TIMEOUT_MS,
      graceMs: 0,
      clock,
      mark,
      containment,
    },
  );
  return { ended, output: Buffer.concat(chunks).toString('utf8') };
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
