import { CredentialsError } from '../../../config/app_credentials.ts';
import { readServiceAddress } from '../../../config/client_environment.ts';
import { problemsOf } from '../../../config/environment_error.ts';
import { readRunnerEnvironment } from '../../../config/runner_environment.ts';
import type { Guessable } from '../../../config/secrets.ts';
import type { CliContext } from '../../cli_context.ts';
import { readServingEnvironment } from '../../service/read_environment.ts';
import type { Check } from '../check.ts';

/** The variables of whatever is set up here: a service, a runner, the command line of a service elsewhere, the App. */
export const environmentCheck: Check = {
  id: 'environment',
  title: 'Environment',
  run: async ({ context, app }) => {
    const parts = partsOf(context);
    const [ofApp] = await Promise.allSettled([app()]);
    const read = await Promise.allSettled(parts.map(({ read }) => Promise.try(read)));
    const found = [ofApp, ...read];
    const unusable = found.find((part) => part.status === 'rejected' && part.reason instanceof CredentialsError);
    if (unusable?.status === 'rejected') {
      return { state: 'fail', what: "the file of the App's credentials cannot be used", mend: unusable.reason.message };
    }
    const problems = problemsOf(found);
    if (problems.length > 0) {
      return {
        state: 'fail',
        what: problems.map(({ name, what }) => `${name} ${what}`).join('; '),
        mend: problems.map(({ name, mend }) => `${name}: ${mend}`).join('\n'),
      };
    }
    const complete = `complete for ${parts.map(({ name }) => name).join(' and ')}`;
    const guessable = read.map((part) => (part.status === 'fulfilled' ? part.value : undefined)).find(Boolean);
    if (guessable !== undefined) return { state: 'warn', what: `${complete}; ${guessable.what}`, mend: guessable.mend };
    if (parts.length > 0) return { state: 'ok', what: complete };
    return { state: 'skipped', what: 'nothing of a service or runner is set, which local plans do without' };
  },
};

/** `read` answers what serves, but not well. */
type Part = { readonly name: string; readonly read: () => Guessable | undefined | Promise<Guessable | undefined> };

/** What the variables that are set are meant for. Where `PLANWRIGHT_URL` names a service, one token alone is a client's. */
function partsOf({ variables, cwd }: CliContext): readonly Part[] {
  const isSet = (name: string) => (variables[name] ?? '').trim() !== '';
  const service: Part = {
    name: 'the service',
    read: async () => (await readServingEnvironment({ variables, cwd })).guessable,
  };
  const runner: Part = { name: 'a runner', read: sound(() => readRunnerEnvironment(variables)) };
  const client: Part = { name: 'the command line', read: sound(() => readServiceAddress(variables)) };
  const tokens = [isSet('RUNNER_TOKEN'), isSet('OPERATOR_TOKEN')].filter(Boolean).length;
  if (!isSet('PLANWRIGHT_URL')) return tokens > 0 || isSet('DATABASE_URL') || isSet('APP_ID') ? [service] : [];
  return [
    ...(tokens === 2 || isSet('DATABASE_URL') ? [service] : []),
    ...(isSet('RUNNER_TOKEN') ? [runner] : []),
    ...(isSet('OPERATOR_TOKEN') || !isSet('RUNNER_TOKEN') ? [client] : []),
  ];
}

/** What was read well has nothing more to be said of. */
function sound(read: () => unknown): Part['read'] {
  return () => {
    read();
    return undefined;
  };
}
