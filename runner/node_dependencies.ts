import { randomUUID } from 'node:crypto';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { diffSize } from './attempt/diff_size.ts';
import type { GitPort } from './attempt/git_port.ts';
import { sandboxedProcesses } from './attempt/sandboxed_processes.ts';
import { confinementOf } from './confinement_of.ts';
import { proveAncestors, resolveCommit } from './git/ancestry.ts';
import { changedPaths } from './git/changed_paths.ts';
import { commitWorktree } from './git/commit.ts';
import { diffText } from './git/diff_text.ts';
import { fetchMirror } from './git/fetch.ts';
import { openMirror } from './git/mirror.ts';
import { pushAttempt } from './git/push.ts';
import { putBack } from './git/put_back.ts';
import { salvageAttempt } from './git/salvage.ts';
import { refreshThrowaway } from './git/throwaway.ts';
import { addWorktree, removeWorktree } from './git/worktree.ts';
import { furnishingFrom } from './home/furnish_home.ts';
import { secretsInFiles } from './home/lent_files.ts';
import type { Logger } from './logger.ts';
import type { CancellationSignals } from './process/cancellation.ts';
import { systemClock } from './process/clock.ts';
import { killAll } from './process/kill_tree.ts';
import { findMarked } from './process/process_tree.ts';
import { type Redaction, redactionOf, secretsOf } from './redaction.ts';
import type { Sandbox } from './sandbox/sandbox.ts';
import { toolProgram } from './tools/install_tool.ts';
import type { RunnerDependencies } from './worker/runner_dependencies.ts';
import type { RunnerOptions } from './worker/runner_options.ts';

/** How long a dead runner's processes may take to die of SIGKILL. */
const KILL_PATIENCE_MS = 5_000;

const realGit: GitPort = {
  openMirror,
  fetchMirror,
  resolveCommit,
  proveAncestors,
  addWorktree,
  refreshThrowaway,
  commitWorktree,
  changedPaths,
  diffSize,
  diffText,
  putBack,
  pushAttempt,
  salvageAttempt,
  removeWorktree,
};

/** Git that commits no secret, whoever asks for a commit and whatever it shall be called. */
function keepingSecrets(git: GitPort, secrets: Redaction): GitPort {
  const guarded = <Request extends { message: string }>(request: Request) => ({
    ...request,
    message: secrets.text(request.message),
    secrets,
  });
  return {
    ...git,
    commitWorktree: (request) => git.commitWorktree(guarded(request)),
    salvageAttempt: (request) => git.salvageAttempt(guarded(request)),
  };
}

/**
 * This machine, for {@link runRunner}.
 *
 * @throws SandboxRequiredError where the runner's file asks for a sandbox, or for what only one can do, and there is none
 */
export async function nodeDependencies(
  { workDir, config, ownFiles = [], token }: RunnerOptions,
  environment: Readonly<Record<string, string | undefined>>,
  logger: Logger,
  end: CancellationSignals,
): Promise<RunnerDependencies> {
  const { sandbox, ...confinement } = await confinementOf(config, environment.PATH ?? '');
  const tool = toolProgram();
  const home = environment.HOME ?? homedir();
  const listed = config.providers.flatMap(({ env }) => env);
  const redaction = redactionOf([
    ...secretsOf(environment, listed, [token]),
    ...(await secretsInFiles(home, config.providers)),
  ]);
  return {
    clock: systemClock,
    epochMs: () => Date.now(),
    fetch,
    randomId: () => v7(),
    random: () => Math.random(),
    git: keepingSecrets(realGit, redaction),
    processes: sandboxedProcesses({
      sandbox,
      ...confinement,
      clock: systemClock,
      newId: randomUUID,
      environment,
      home,
      runnerOwn: [workDir, ...ownFiles],
      tool,
      scratch: join(workDir, 'scratch'),
    }),
    killMarked: (prefix) => {
      const members = () => findMarked(prefix);
      return killAll(
        { traits: { mark: prefix, channels: [] }, members, stoppable: members },
        systemClock,
        KILL_PATIENCE_MS,
      );
    },
    furnishHome: furnishingFrom(home, environment, redaction.learn),
    tool,
    logger,
    redaction,
    sandboxLine: sandboxLine(sandbox),
    machineName: hostname(),
    end,
  };
}

function sandboxLine(sandbox: Sandbox): string {
  switch (sandbox.kind) {
    case 'bubblewrap':
      return `sandbox: bubblewrap (${sandbox.program})`;
    case 'none':
      return `sandbox: none. ${sandbox.because}`;
    default:
      return sandbox satisfies never;
  }
}
