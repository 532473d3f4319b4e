import { eventsToAskFor, readAppManifest } from '../../setup/app_manifest.ts';
import type { Check } from '../check.ts';
import { lackingPermissions, unneededPermissions } from '../permission_levels.ts';
import { withApp } from './app.ts';

/** What the App asks for, compared with `app.yml`. */
export const permissionsCheck: Check = {
  id: 'app_permissions',
  title: 'Permissions and events',
  run: (examination) =>
    withApp(examination, async ({ facts }) => {
      const manifest = await readAppManifest();
      const permissions = lackingPermissions(manifest.default_permissions, facts.permissions);
      const events = eventsToAskFor(manifest).filter((event) => !facts.events.includes(event));
      const unneeded = unneededPermissions(manifest.default_permissions, facts.permissions);
      const mend = `Change them under "Permissions & events" in the App's settings (from ${facts.htmlUrl}); every account that has installed it is then asked to consent.`;
      const missing = [
        ...(permissions.length > 0 ? [`permissions missing: ${permissions.join(', ')}`] : []),
        ...(events.length > 0 ? [`events missing: ${events.join(', ')}`] : []),
      ];
      if (missing.length > 0) return { state: 'fail', what: missing.join('; '), mend };
      if (unneeded.length > 0) return { state: 'warn', what: `more than is needed: ${unneeded.join(', ')}`, mend };
      return { state: 'ok', what: 'as in app.yml' };
    }),
};
