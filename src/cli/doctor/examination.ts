import type { GitHubEnvironment } from '../../config/github_environment.ts';
import { type AppFacts, type AppInspector, inspectApp } from '../../github/app/inspect_app.ts';
import { appClient } from '../../github/clients/app_client.ts';
import type { CliContext } from '../cli_context.ts';
import { readGitHubApp } from '../service/read_github_app.ts';
import { type FoundService, findService } from './find_service.ts';

/** What several checks look at; each is found out once, when the first of them asks. */
export type Examination = {
  readonly context: CliContext;
  /** The App that is set up here, if any. @throws EnvironmentError, CredentialsError */
  readonly app: () => Promise<GitHubEnvironment | undefined>;
  /** The App from GitHub's side. @throws errors of `github_error.ts`, and `NotNowError` */
  readonly inspected: () => Promise<InspectedApp | undefined>;
  /** The service that runs, if any. @throws CliError */
  readonly service: () => Promise<FoundService>;
};

/** An App that GitHub knows by its key. */
export type InspectedApp = {
  readonly environment: GitHubEnvironment;
  readonly facts: AppFacts;
  readonly inspector: AppInspector;
};

/** Begins to look at what is set up for this context. */
export function examine(context: CliContext): Examination {
  const app = once(() => readGitHubApp(context));
  return {
    context,
    app,
    inspected: once(async () => {
      const environment = await app();
      if (environment === undefined) return undefined;
      const address = { apiUrl: environment.apiUrl, version: context.version, clock: { now: () => Date.now() } };
      const inspector = inspectApp(appClient(address, environment));
      return { environment, inspector, facts: await inspector.app() };
    }),
    service: once(() => findService(context)),
  };
}

function once<Value>(find: () => Promise<Value>): () => Promise<Value> {
  let found: Promise<Value> | undefined;
  return () => {
    found ??= find();
    return found;
  };
}
