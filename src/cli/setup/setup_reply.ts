import type { AppCredentials } from '../../config/app_credentials.ts';
import type { CliContext } from '../cli_context.ts';
import type { Reply } from '../reply.ts';
import { ownCommand } from '../text/own_command.ts';
import { appSettingsUrl, installUrl } from './app_addresses.ts';
import { WEBHOOK_ROUTE } from './app_manifest.ts';
import type { SetupRequest } from './setup_request.ts';

/** An App that was made, and where its credentials are. */
export type SetupOutcome = {
  readonly app: AppCredentials;
  readonly request: SetupRequest;
  readonly file: string;
  /** The environment names an App, which goes before the file. */
  readonly named: boolean;
};

/** What is said of an App that was made: where its key is, and what to do next. No secret is in it. */
export function setupReply(context: CliContext, { app, request, file, named }: SetupOutcome): Reply {
  const { webhook, webUrl, organisation } = request;
  const settings = appSettingsUrl(webUrl, organisation, app.slug);
  const command = (word: string) => ownCommand(context.variables, [word], undefined);
  const lines = [
    `The App ${app.slug} of ${app.owner} is made. Its key is kept in ${file}.`,
    '',
    `1. Install it on your repositories: ${installUrl(app)}`,
    `2. Start the service in this folder: ${command('serve')}`,
    `3. See whether everything is right: ${command('doctor')}`,
    '',
    ...(webhook.state === 'active'
      ? [`GitHub sends its webhooks to ${webhook.url}.`]
      : [
          `The webhook is not active: ${webhook.because}. Once the service has an address, give it as PUBLIC_URL, put`,
          `PUBLIC_URL${WEBHOOK_ROUTE} into "Webhook URL" at ${settings}, and tick "Active" there.`,
        ]),
    ...(named
      ? [
          'The environment names an App of its own, which goes before this one: remove APP_ID, PRIVATE_KEY and WEBHOOK_SECRET.',
        ]
      : []),
  ];
  const { appId, slug, htmlUrl, owner } = app;
  const data = {
    app: { id: appId, slug, htmlUrl, owner, settingsUrl: settings, installUrl: installUrl(app) },
    credentialsFile: file,
    webhook,
  };
  return { data, text: lines.join('\n') };
}
