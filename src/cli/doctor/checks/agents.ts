import { loadRunnerConfig } from '../../../../runner/config/load_runner_config.ts';
import { RunnerFileError } from '../../../../runner/config/runner_file_error.ts';
import { runnerFile } from '../../../config/home_folders.ts';
import type { Check } from '../check.ts';

/** What a runner of this machine offers, and from where: its file, or what is installed. */
export const agentsCheck: Check = {
  id: 'agents',
  title: 'Agents here',
  run: async ({ context: { variables } }) => {
    const { file, named } = runnerFile(variables);
    try {
      const { providers } = await loadRunnerConfig({ file, named }, 'local', variables.PATH ?? '');
      const offered = providers.map(({ name, from }) => (from === 'path' ? `${name} (found on PATH)` : name));
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
