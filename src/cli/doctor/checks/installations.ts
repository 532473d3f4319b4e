import type { AppFacts, InstallationFacts } from '../../../github/app/inspect_app.ts';
import { installUrl } from '../../setup/app_addresses.ts';
import { readAppManifest } from '../../setup/app_manifest.ts';
import type { Check, CheckResult } from '../check.ts';
import { lackingPermissions } from '../permission_levels.ts';
import { withApp } from './app.ts';

/** Who has installed the App, whose installations count, and who has not consented to all that it needs. */
export const installationsCheck: Check = {
  id: 'installations',
  title: 'Installations',
  run: (examination) =>
    withApp(examination, async ({ environment, facts, inspector }) => {
      const allowed = environment.allowedOwners ?? [facts.owner.toLowerCase()];
      const { default_permissions: needed } = await readAppManifest();
      return judge(await inspector.installations(), { allowed, needed, app: facts });
    }),
};

type Standards = {
  /** Logins in lower case. */
  readonly allowed: readonly string[];
  readonly needed: Readonly<Record<string, string>>;
  readonly app: AppFacts;
};

function judge(installations: readonly InstallationFacts[], { allowed, needed, app }: Standards): CheckResult {
  const counts = ({ account }: InstallationFacts) => allowed.includes(account.toLowerCase());
  const ours = installations.filter(counts);
  const ignored = installations.filter((installation) => !counts(installation)).map(({ account }) => account);
  const absent = allowed.filter((login) => !ours.some(({ account }) => account.toLowerCase() === login));
  const suspended = ours.filter((installation) => installation.suspended);
  const without = ours.filter(({ permissions }) => lackingPermissions(needed, permissions).length > 0);
  const install = `Install it: ${installUrl(app)}`;
  const notCounted =
    ignored.length === 0 ? '' : `; ignored, since ALLOWED_OWNERS does not name them: ${ignored.join(', ')}`;
  if (ours.length === 0)
    return { state: 'fail', what: `none that counts (${allowed.join(', ')})${notCounted}`, mend: install };
  if (without.length > 0) {
    const what = without.map(
      ({ account, permissions }) =>
        `${account} has not consented to ${lackingPermissions(needed, permissions).join(', ')}`,
    );
    const pages = without.map(({ htmlUrl }) => htmlUrl).join(' ');
    return {
      state: 'fail',
      what: `${what.join('; ')}${notCounted}`,
      mend: `An admin of that account reviews the request at ${pages}`,
    };
  }
  const names = ours.map(({ account }) => account).join(', ');
  if (suspended.length > 0) {
    const what = `suspended by ${suspended.map(({ account }) => account).join(', ')}${notCounted}`;
    return {
      state: 'warn',
      what,
      mend: 'An admin of that account takes it up again in its settings, under GitHub Apps.',
    };
  }
  if (absent.length > 0)
    return { state: 'warn', what: `${names}; not yet: ${absent.join(', ')}${notCounted}`, mend: install };
  if (ignored.length > 0) {
    const mend = 'Name them in ALLOWED_OWNERS as well if their plans shall run; else let them remove the App.';
    return { state: 'warn', what: `${names}${notCounted}`, mend };
  }
  return { state: 'ok', what: names };
}
