import { randomBytes } from 'node:crypto';
import type { AppCredentials } from '../../config/app_credentials.ts';
import { namesApp } from '../../config/naming_app.ts';
import { registerApp } from '../../github/app/register_app.ts';
import type { GitHubAddress } from '../../github/clients/app_client.ts';
import { isRefusal } from '../../github/clients/github_error.ts';
import { errorMessage } from '../../text/error_message.ts';
import type { CliContext } from '../cli_context.ts';
import { CliError, toCliError } from '../cli_error.ts';
import { EXIT } from '../exit_code.ts';
import type { Reply } from '../reply.ts';
import { credentialsFile, prepareFolder, readCredentials, writeCredentials } from '../service/credentials_file.ts';
import { appSettingsUrl, installUrl, newAppUrl } from '../setup/app_addresses.ts';
import { manifestFor, readAppManifest } from '../setup/app_manifest.ts';
import { openBrowser } from '../setup/open_browser.ts';
import { type RegistrationServer, serveRegistration } from '../setup/registration_server.ts';
import { setupReply } from '../setup/setup_reply.ts';
import { type SetupOptions, type SetupRequest, setupRequest } from '../setup/setup_request.ts';
import { untilMade } from '../setup/until_made.ts';
import { ownCommand } from '../text/own_command.ts';

/** Makes the GitHub App through the browser and keeps its credentials in a file. */
export async function setUp(context: CliContext, options: SetupOptions): Promise<Reply> {
  const manifest = await readAppManifest();
  const request = setupRequest(context, options, manifest);
  const file = credentialsFile(context.cwd);
  if (options.again !== true) await refuseSecondApp(context, file);
  await prepareFolder(file);
  const address = { apiUrl: request.apiUrl, version: context.version, clock: { now: () => Date.now() } };
  const keep = (code: string) => keepApp(request, file, address, code);
  const pages = await serve(request, keep, options.port ?? 0, (redirectUrl) =>
    JSON.stringify(manifestFor(manifest, { ...request, redirectUrl })),
  );
  try {
    // Before the address is printed: whoever reads it may stop the command at once.
    const outcome = untilMade(pages.made);
    const [app] = await Promise.all([outcome, showPages(context, pages.url, options.open)]);
    return setupReply(context, { app, request, file, named: namesApp(context.variables) });
  } finally {
    await pages.close();
  }
}

async function refuseSecondApp(context: CliContext, file: string): Promise<void> {
  const existing = await readCredentials(file);
  if (existing === undefined) return;
  const again = ownCommand(context.variables, ['setup', '--again'], undefined);
  throw new CliError(
    'already_set_up',
    EXIT.refused,
    `The App ${existing.slug} is set up already (${file}). \`${again}\` makes another and keeps these credentials beside it.`,
  );
}

async function serve(
  request: SetupRequest,
  keep: (code: string) => Promise<AppCredentials>,
  port: number,
  manifest: (redirectUrl: string) => string,
): Promise<RegistrationServer<AppCredentials>> {
  const { webUrl, organisation } = request;
  const registration = {
    newAppUrl: newAppUrl(webUrl, organisation),
    manifest,
    keep,
    mayTryAgain: (error: unknown) => error instanceof CliError && error.exitCode === EXIT.unreachable,
    tell: (error: unknown) => toCliError(error).message,
    shown: (app: AppCredentials) => ({ slug: app.slug, installUrl: installUrl(app) }),
  };
  return await serveRegistration(registration, port).catch((error: unknown) => {
    const reason = errorMessage(error);
    throw new CliError(
      'cannot_listen',
      EXIT.wrongUsage,
      `Cannot listen on port ${port} (${reason}); choose another --port.`,
    );
  });
}

async function keepApp(
  { webUrl, organisation }: SetupRequest,
  file: string,
  address: GitHubAddress,
  code: string,
): Promise<AppCredentials> {
  const app = await registerApp(address, code, () => randomBytes(32).toString('hex')).catch((error: unknown) => {
    if (!isRefusal(error, 404)) throw toCliError(error);
    const apps = newAppUrl(webUrl, organisation).replace(/\/new$/, '');
    throw new CliError(
      'setup_code_expired',
      EXIT.refused,
      `GitHub does not take the code: it works once, and for an hour. If the App stands at ${apps}, delete it there; then call setup again.`,
    );
  });
  await writeCredentials(file, app).catch((error: unknown) => {
    const settings = appSettingsUrl(webUrl, organisation, app.slug);
    const reason = errorMessage(error);
    throw new CliError(
      'credentials_not_kept',
      EXIT.workFailed,
      `The App ${app.slug} is made, but its key could not be kept (${reason}). Delete the App at ${settings} and call setup again.`,
    );
  });
  return app;
}

/** On standard error, so that standard output holds the outcome alone. */
async function showPages(context: CliContext, url: string, open: boolean): Promise<void> {
  const opened = open && (await openBrowser(url));
  const how = opened ? 'Your browser opens' : 'Open in a browser on this machine';
  context.stderr.write(`${how}: ${url}\nWaiting for GitHub to send the browser back. Ctrl-C stops it.\n`);
}
