import { EnvironmentError } from '../../../config/environment_error.ts';
import { CliError } from '../../cli_error.ts';
import { answers } from '../../client/answers.ts';
import type { Check, CheckResult } from '../check.ts';
import type { Examination } from '../examination.ts';
import type { FoundService } from '../find_service.ts';

const MEND = 'Start it with `planwright serve`, or correct PLANWRIGHT_URL and OPERATOR_TOKEN.';

/** The service: whether it answers, and is of this version. */
export const serviceCheck: Check = {
  id: 'service',
  title: 'Service',
  run: async ({ context, service }) => {
    try {
      const found = await service();
      if (found.kind === 'none') return { state: 'skipped', what: 'PLANWRIGHT_URL names none, and none runs here' };
      const { place, status } = found;
      if (status.version === context.version)
        return { state: 'ok', what: `${place} answers, version ${status.version}` };
      const what = `${place} is version ${status.version}, this is ${context.version}`;
      return { state: 'warn', what, mend: 'Install the same version on both sides; the service first.' };
    } catch (error) {
      if (error instanceof EnvironmentError) return await asStranger(context.variables.PLANWRIGHT_URL ?? '');
      if (error instanceof CliError) return { state: 'fail', what: error.message, mend: MEND };
      throw error;
    }
  },
};

/** A runner's machine has no operator token: then it counts that somebody answers. */
async function asStranger(url: string): Promise<CheckResult> {
  const address = url.trim().replace(/\/+$/, '');
  if (await answers(address)) return { state: 'ok', what: `${address} answers; OPERATOR_TOKEN would show more` };
  return { state: 'fail', what: `${address} does not answer`, mend: MEND };
}

/** For checks that need the service's status; what is wrong with the service itself its own check tells. */
export async function withStatus(
  { service }: Examination,
  look: (status: Extract<FoundService, { kind: 'found' }>['status']) => CheckResult,
): Promise<CheckResult> {
  const found = await service().catch(() => undefined);
  if (found?.kind !== 'found') return { state: 'skipped', what: 'needs a service that answers' };
  return look(found.status);
}
