import { HttpUrl } from '../../../config/variable.ts';
import { unreachable } from '../../client/answer_of.ts';
import { webhookOf } from '../../setup/app_manifest.ts';
import type { Check } from '../check.ts';

const TIMEOUT_MS = 10_000;

/** The public address, as far as it can be seen from here: whether it leads to a Planwright that lives. */
export const publicUrlCheck: Check = {
  id: 'public_url',
  title: 'Public address',
  run: async ({ context, app }) => {
    const named = HttpUrl.safeParse(context.variables.PUBLIC_URL?.trim());
    if (!named.success) return { state: 'skipped', what: 'PUBLIC_URL names none' };
    const github = await app().catch(() => undefined);
    const webhook = github === undefined ? undefined : webhookOf(named.data, github.webUrl);
    if (webhook?.state === 'inactive') {
      const mend =
        'Give the address of a proxy or tunnel that GitHub reaches and that hands everything on to the service.';
      return { state: 'fail', what: webhook.because, mend };
    }
    const address = `${named.data}/healthz`;
    const mend = 'Start the service, and let the proxy or tunnel at that address hand everything on to it.';
    try {
      const answer = await fetch(address, { signal: AbortSignal.timeout(TIMEOUT_MS), redirect: 'manual' });
      const body: unknown = await answer.json().catch(() => undefined);
      const isOurs = typeof body === 'object' && body !== null && 'ok' in body && body.ok === true;
      if (answer.ok && isOurs) return { state: 'ok', what: `${address} answers` };
      return { state: 'fail', what: `${address} answers ${answer.status}, and not as Planwright does`, mend };
    } catch (error) {
      const reason = /\((.*)\)/.exec(unreachable(error).message)?.[1] ?? 'no answer';
      return { state: 'fail', what: `${address} does not answer (${reason})`, mend };
    }
  },
};
