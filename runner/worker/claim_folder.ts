import { createRunnerFolder, lockDeadRunners, type RunnerFolder } from './identity.ts';

/** The folders that this process holds: its own, and those of dead runners, to be cleaned up. */
export type ClaimedFolders = { readonly own: RunnerFolder; readonly dead: readonly RunnerFolder[] };

/**
 * Finds out who this runner is: a dead runner of the same service lives on under its id, so that the service knows at
 * once what is lost; else it is a new one.
 */
export async function claimFolders(workDir: string, service: string, randomId: () => string): Promise<ClaimedFolders> {
  const dead = await lockDeadRunners(workDir);
  const reused = dead.find((folder) => folder.service === service);
  const own = reused ?? (await createRunnerFolder(workDir, randomId(), service));
  return { own, dead: dead.filter((folder) => folder !== reused) };
}
