import { AppRequestError, type AppRequestErrorCode } from '../../../github/app_request_error.ts';
import type { Check, CheckResult } from '../check.ts';
import type { Examination, InspectedApp } from '../examination.ts';

const MENDS: Record<AppRequestErrorCode, string> = {
  github_unreachable: 'Look at https://www.githubstatus.com, the network from here, and GHE_HOST.',
  github_unauthorized:
    "APP_ID and PRIVATE_KEY must be of the same App, and the machine's clock right. The App's settings page makes a new key.",
  github_not_found: 'The App is deleted, or GHE_HOST names another GitHub; `planwright setup --again` makes a new one.',
  github_refused: "Look at the App's settings page; `planwright setup --again` makes a new App.",
};

/** The App: whether one is set up, and GitHub knows it by its key. */
export const appCheck: Check = {
  id: 'app',
  title: 'GitHub App',
  run: async ({ app, inspected }) => {
    const environment = await app().catch(() => 'wrong' as const);
    if (environment === 'wrong') return { state: 'skipped', what: 'see Environment' };
    if (environment === undefined) {
      return { state: 'skipped', what: 'none is set up here', mend: '`planwright setup` makes one.' };
    }
    try {
      const found = await inspected();
      return { state: 'ok', what: `${found?.facts.slug} of ${found?.facts.owner} (App ${environment.appId})` };
    } catch (error) {
      return refused(error);
    }
  },
};

/** For checks that look at the App from GitHub's side; what is wrong with the App itself its own check tells. */
export async function withApp(
  { inspected }: Examination,
  look: (app: InspectedApp) => Promise<CheckResult>,
): Promise<CheckResult> {
  const app = await inspected().catch(() => undefined);
  if (app === undefined) return { state: 'skipped', what: 'needs a GitHub App' };
  try {
    return await look(app);
  } catch (error) {
    return refused(error);
  }
}

function refused(error: unknown): CheckResult {
  if (!(error instanceof AppRequestError)) throw error;
  return { state: 'fail', what: error.message.replace(/\.$/, ''), mend: MENDS[error.code] };
}
