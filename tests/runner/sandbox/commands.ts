import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Cancellation } from '../../../runner/process/cancellation.ts';
import type { Ended } from '../../../runner/process/ended.ts';
import { runInSandbox, type SandboxedCommand } from '../../../runner/sandbox/run_in_sandbox.ts';
import type { Sandbox } from '../../../runner/sandbox/sandbox.ts';
import { collecting } from '../process/running.ts';
import { PROGRAMS } from '../process/victims.ts';

export const noSandbox: Sandbox = { kind: 'none', because: 'the test says so' };

/** A command with fresh folders `worktree`, `home` and `tmp` below `folder`; the fixture programs and Node are readable. */
export function commandIn(
  folder: string,
  argv: readonly string[],
  more: Partial<SandboxedCommand> = {},
): SandboxedCommand {
  const [worktree, home, tmp] = ['worktree', 'home', 'tmp'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const path of [worktree, home, tmp]) mkdirSync(path, { recursive: true });
  const nodeFolder = dirname(dirname(process.execPath));
  return {
    argv,
    env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
    worktree,
    home,
    tmp,
    mounts: [],
    readable: [{ path: PROGRAMS }, { path: nodeFolder }],
    network: false,
    ...more,
  };
}

export type SandboxRun = { readonly cancel: Cancellation; readonly ended: Promise<Ended>; output(): string };

export function start(sandbox: Sandbox, command: SandboxedCommand, graceMs = 50): SandboxRun {
  const { options, output } = collecting();
  return { cancel: options.cancel, ended: runInSandbox(sandbox, command, { ...options, graceMs }), output };
}

/** Runs a shell script to its end and returns what it said. */
export async function shell(
  sandbox: Sandbox,
  folder: string,
  script: string,
  more: Partial<SandboxedCommand> = {},
): Promise<string> {
  const { ended, output } = start(sandbox, commandIn(folder, ['sh', '-c', script], more));
  await ended;
  return output();
}
