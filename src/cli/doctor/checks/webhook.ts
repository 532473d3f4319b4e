import { WEBHOOK_ROUTE } from '../../setup/app_manifest.ts';
import type { Check } from '../check.ts';
import { withApp } from './app.ts';

/** Where GitHub sends webhooks, compared with where the service takes them. */
export const webhookCheck: Check = {
  id: 'webhook',
  title: 'Webhook address',
  run: (examination) =>
    withApp(examination, async ({ environment, facts, inspector }) => {
      const hook = await inspector.hook();
      const page = `the App's settings (from ${facts.htmlUrl})`;
      const { publicUrl } = environment;
      if (publicUrl === undefined) {
        const what = `GitHub has ${hook.url || 'no address'}, and PUBLIC_URL is not set`;
        return { state: 'warn', what, mend: 'Give the address by which GitHub reaches the service as PUBLIC_URL.' };
      }
      const expected = `${publicUrl}${WEBHOOK_ROUTE}`;
      if (hook.url !== expected) {
        const mend = `Put ${expected} into "Webhook URL" in ${page}, and tick "Active"; or correct PUBLIC_URL.`;
        return { state: 'fail', what: `GitHub has ${hook.url || 'none'}, the service is at ${expected}`, mend };
      }
      if (hook.contentType !== 'json') {
        const mend = `Choose "application/json" in ${page}.`;
        return { state: 'fail', what: `its content type is ${hook.contentType ?? 'not set'}`, mend };
      }
      if (!hook.verifiesCertificate) {
        const mend = `Enable SSL verification in ${page}.`;
        return { state: 'warn', what: `${expected}, without a look at its certificate`, mend };
      }
      return { state: 'ok', what: expected };
    }),
};
