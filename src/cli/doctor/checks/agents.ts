import { homedir } from 'node:os';
import { isProgram } from '../../../../runner/config/is_program.ts';
import { loadRunnerConfig } from '../../../../runner/config/load_runner_config.ts';
import type { Provider } from '../../../../runner/config/runner_config.ts';
import { RunnerFileError } from '../../../../runner/config/runner_file_error.ts';
import { whyNotLent } from '../../../../runner/home/lent_files.ts';
import { runnerFile } from '../../../config/home_folders.ts';
import { counted } from '../../../core/text/counted.ts';
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
      const broken = (await Promise.all(providers.map((provider) => lacking(provider, variables)))).flat();
      if (broken.length > 0) {
        const mend = `Install it, log in with the agent's own program, or correct ${file}.`;
        return { state: 'fail', what: broken.join('; '), mend };
      }
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
      const lines = error.problems.map(({ line, message }) => `line ${line}: ${message}`);
      const what = `${error.file} has ${counted(lines.length, 'mistake')}`;
      return { state: 'fail', what, mend: [...lines, 'docs/operations.md shows such a file.'].join('\n') };
    }
  },
};

/** A provider, and of one that is installed the version: what the file names may be anything, and is not started. */
async function told({ name, from, command }: Provider, variables: Variables): Promise<string> {
  if (from !== 'path') return name;
  const version = await agentVersion(command[0], variables);
  return version === undefined ? `${name} (found on PATH, tells no version)` : `${name} ${version} (found on PATH)`;
}

/** What the file names of a provider and this machine does not have. */
async function lacking({ name, from, command, home }: Provider, { PATH, HOME }: Variables): Promise<readonly string[]> {
  if (from !== 'file') return [];
  const [program] = command;
  const isThere = await isProgram(program, PATH ?? '');
  const files = await Promise.all(home.map(async (path) => ({ path, why: await whyNotLent(HOME ?? homedir(), path) })));
  return [
    ...(isThere ? [] : [`the command of \`${name}\`, ${program}, is no program here`]),
    ...files.flatMap(({ path, why }) => (why === null ? [] : [`~/${path}, lent to \`${name}\` by \`home\`, ${why}`])),
  ];
}

type Variables = Readonly<Record<string, string | undefined>>;
