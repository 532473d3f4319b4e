import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { networkEnvironment } from './git_environment.ts';

/** What a remote asks for. Handed to one git process in its environment, through `GIT_ASKPASS`. */
export type GitCredential = {
  /** For GitHub installation tokens: `x-access-token`. */
  readonly username: string;
  readonly token: string;
};

/** Holds no secret: it prints what stands in the environment of the git process that asks. */
const askpassProgram = `#!/bin/sh
case "$1" in
Username*) printf '%s\\n' "$PLANWRIGHT_GIT_USERNAME" ;;
*) printf '%s\\n' "$PLANWRIGHT_GIT_TOKEN" ;;
esac
`;

/**
 * Options for `runGit` where it talks to a remote: the way to the network, and, with a credential, a program at
 * `askpassFile` that answers the remote's question for it (written if it is not there as it should be). The token is in no
 * argument and no file, and blotted out of what git prints.
 */
export async function remoteOptions(
  askpassFile: string,
  credential: GitCredential | undefined,
): Promise<{ env: Record<string, string>; secret?: string }> {
  if (credential === undefined) return { env: networkEnvironment() };
  await writeAskpass(askpassFile);
  return {
    env: {
      ...networkEnvironment(),
      GIT_ASKPASS: askpassFile,
      PLANWRIGHT_GIT_USERNAME: credential.username,
      PLANWRIGHT_GIT_TOKEN: credential.token,
    },
    secret: credential.token,
  };
}

async function writeAskpass(file: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === askpassProgram) return;
  await mkdir(dirname(file), { recursive: true });
  // Attempts that start at once each make their own; the last one put in place is like the first.
  const making = `${file}.${randomUUID()}`;
  await writeFile(making, askpassProgram, { mode: 0o700 });
  await chmod(making, 0o700);
  await rename(making, file);
}
