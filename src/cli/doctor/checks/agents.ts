import { loadRunnerConfig } from '../../../../runner/config/load_runner_config.ts';
import type { Provider } from '../../../../runner/config/runner_config.ts';
import { RunnerFileError } from '../../../../runner/config/runner_file_error.ts';
import { runnerFile } from '../../../config/home_folders.ts';
import { agentVersion } from '../agent_version.ts';
import type { Check } from '../check.ts';

/** What a runner of this machine offers, and from where: its file, or what is installed. */
export const agentsCheck: Check = {
  id: 'agents',
  title: 'Agents here',
  run: async ({ context: { variables } }) => {
    const { file, named } = runnerFile(variables);
    try {
      const { providers } = await loadRunnerConfig({ file, named }, 'local', variables.PATH ?? '');
      const offered = await Promise.all(providers.map((provider) => told(provider, variables)));
      if (offered.length > 0) return { state: 'ok', what: `a runner here offers ${offered.join(', ')}` };
      const what = `no agent is installed here, and ${file} names none`;
      return {
        state: 'skipped',
        what,
        mend: 'Install one of those in docs/backends.md, or name yours under `providers`.',
      };
    } catch (error) {
      if (!(error instanceof RunnerFileError)) throw error;
      return { state: 'fail', what: error.message, mend: 'Correct the file; docs/operations.md shows one.' };
    }
  },
};

/** A provider, and of one that is installed the version: what the file names may be anything, and is not started. */
async function told({ name, from, command }: Provider, variables: Variables): Promise<string> {
  if (from !== 'path') return name;
  const version = await agentVersion(command[0], variables);
  return version === undefined ? `${name} (found on PATH, tells no version)` : `${name} ${version} (found on PATH)`;
}

type Variables = Readonly<Record<string, string | undefined>>;
