import {
  GitHubRefusalError,
  GitHubUnreachableError,
  isRefusal,
  NoAccessError,
  UnexpectedAnswerError,
} from '../../../github/clients/github_error.ts';
import { NotNowError } from '../../../service/ports/forge.ts';
import type { Check, CheckResult } from '../check.ts';
import type { Examination, InspectedApp } from '../examination.ts';

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
  const mend = mendOf(error);
  if (mend === undefined || !(error instanceof Error)) throw error;
  return { state: 'fail', what: error.message.replace(/\.$/, ''), mend };
}

/** undefined: the error is none of GitHub's. */
function mendOf(error: unknown): string | undefined {
  if (error instanceof GitHubUnreachableError || error instanceof NotNowError) {
    return 'Look at https://www.githubstatus.com, the network from here, and GHE_HOST.';
  }
  if (error instanceof NoAccessError) {
    return "APP_ID and PRIVATE_KEY must be of the same App, and the machine's clock right (see Clock). The App's settings page makes a new key.";
  }
  if (isRefusal(error, 404)) {
    return 'The App is deleted, or GHE_HOST names another GitHub; `planwright setup --again` makes a new one.';
  }
  if (error instanceof GitHubRefusalError || error instanceof UnexpectedAnswerError) {
    return "Look at the App's settings page; `planwright setup --again` makes a new App.";
  }
  return undefined;
}
