import { randomUUID } from 'node:crypto';
import { loadRunnerConfig } from '../../../../runner/config/load_runner_config.ts';
import type { RunnerConfig } from '../../../../runner/config/runner_config.ts';
import { RunnerFileError } from '../../../../runner/config/runner_file_error.ts';
import { detectBubblewrap } from '../../../../runner/sandbox/detect_bubblewrap.ts';
import { runnerFile } from '../../../config/home_folders.ts';
import { counted } from '../../../core/text/counted.ts';
import type { Check } from '../check.ts';

/** The sandbox of runners, and how strong it is here. A machine that only serves needs none. */
export const bubblewrapCheck: Check = {
  id: 'bubblewrap',
  title: 'Sandbox',
  run: async ({ context: { variables } }) => {
    const found = await detectBubblewrap(variables.PATH ?? '', `trial/${randomUUID()}`);
    const asked = await askedFor(variables);
    if (found.state === 'available') {
      const what = [
        `bubblewrap ${found.version} works ${process.getuid?.() === 0 ? 'as root' : 'for this user'}`,
        'own user, process and IPC namespaces with a `/proc` of their own and no capability, ending with the runner',
        network(asked?.egress),
      ];
      if (asked?.sandbox === 'off' && asked.egress !== undefined) {
        const why = "the runner's file says `sandbox: off` and has `egress`, so that no runner starts here";
        return { state: 'fail', what: `${what[0]}, but ${why}`, mend: 'Take one of the two out of that file.' };
      }
      if (asked?.sandbox !== 'off') return { state: 'ok', what: what.join('; ') };
      const mend = 'Write `sandbox: required` there, unless the machine is a sandbox itself.';
      return { state: 'warn', what: `${what[0]}, but the runner's file says \`sandbox: off\``, mend };
    }
    const { consequence, state } = without(asked);
    return { state, what: `${found.why} ${consequence}`, mend: found.remedy };
  },
};

type Asked = Pick<RunnerConfig, 'sandbox' | 'egress'>;

/** What the runner's file asks for; undefined: it cannot be read, which another check tells. */
async function askedFor(variables: Readonly<Record<string, string | undefined>>): Promise<Asked | undefined> {
  const { file, named } = runnerFile(variables);
  return await loadRunnerConfig({ file, named }, 'local', variables.PATH ?? '').catch((error: unknown) => {
    if (error instanceof RunnerFileError) return undefined;
    throw error;
  });
}

function network(egress: Asked['egress']): string {
  if (egress === undefined) return "the network is shared, since the runner's file has no `egress`";
  return egress.length === 0 ? 'no network (`egress` is empty)' : `network to ${counted(egress.length, 'host')} alone`;
}

function without(asked: Asked | undefined): { readonly consequence: string; readonly state: 'warn' | 'fail' } {
  if (asked?.egress !== undefined) {
    return { consequence: "The runner's file has `egress`, so that no runner starts here.", state: 'fail' };
  }
  if (asked?.sandbox === 'required') {
    return { consequence: "The runner's file says `sandbox: required`, so that no runner starts here.", state: 'fail' };
  }
  const consequence =
    'A runner for a service refuses to start here; in local plans agents run unconfined, and what they leave behind is swept as well as it can be.';
  return { consequence, state: 'warn' };
}
