import { z } from 'zod';
import type { AppCredentials } from './app_credentials.ts';
import { EnvironmentError, type EnvironmentProblem } from './environment_error.ts';
import { type GitHubHosts, readGitHubHosts } from './github_hosts.ts';
import { namesApp, namingProblems } from './naming_app.ts';
import { privateKeyOf } from './private_key.ts';
import { readVariables, type Variables } from './read_variables.ts';
import { Secret } from './secrets.ts';
import { HttpUrl, milliseconds } from './variable.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** How the service is the GitHub App that it is. */
export type GitHubEnvironment = GitHubHosts & {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Where the three come from: variables, or the file that `planwright setup` wrote. */
  readonly source: 'environment' | 'file';
  /** Logins, in lower case, whose installations count; undefined: that of the App's owner alone. */
  readonly allowedOwners: readonly string[] | undefined;
  /** Between two writes to one installation. */
  readonly writeSpacingMs: number;
  /** Between two looks for deliveries that never arrived. */
  readonly deliverySweepMs: number;
  readonly publicUrl: string | undefined;
};

/** What the caller read from files, since nothing is read here. */
export type GitHubFiles = {
  /** Of the file at `PRIVATE_KEY_PATH`; undefined where it cannot be read or is not named. */
  readonly privateKey?: string | undefined;
  /** Of the file that `planwright setup` wrote. */
  readonly credentials?: AppCredentials | undefined;
};

const Schema = z.object({
  APP_ID: z
    .string()
    .regex(/^[1-9]\d{0,15}$/, 'is no number')
    .transform(Number)
    .optional(),
  PRIVATE_KEY: z
    .string()
    .transform((text, { issues }) => {
      const key = privateKeyOf(text);
      if (key === undefined) issues.push({ code: 'custom', message: 'is no RSA private key in PEM', input: undefined });
      return key ?? z.NEVER;
    })
    .optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: Secret.optional(),
  ALLOWED_OWNERS: z
    .string()
    .transform((text) => [...new Set(text.toLowerCase().split(/[\s,]+/))].filter((login) => login !== ''))
    .refine((logins) => logins.every((login) => /^[a-z0-9][a-z0-9_-]*$/.test(login)), 'holds what is no login')
    .refine((logins) => logins.length > 0, 'names nobody')
    .optional(),
  GITHUB_WRITE_SPACING_MS: milliseconds(0, 60_000, 1_000),
  DELIVERY_SWEEP_MS: milliseconds(1_000, DAY_MS, 300_000),
  PUBLIC_URL: HttpUrl.optional(),
});

const mends: Record<keyof typeof Schema.shape, string> = {
  APP_ID: "Give the number on the App's settings page, or make an App with `planwright setup`.",
  PRIVATE_KEY:
    'Give the whole .pem file that GitHub issued, or its base64; `planwright setup` makes an App with its key.',
  PRIVATE_KEY_PATH: 'Name the .pem file that GitHub issued, or give PRIVATE_KEY instead.',
  WEBHOOK_SECRET: "Give the secret of the App's webhook; `planwright setup` makes an App with its secret.",
  ALLOWED_OWNERS: "Give logins separated by commas, or leave it out for the App's owner alone.",
  GITHUB_WRITE_SPACING_MS: 'Leave it out for 1000.',
  DELIVERY_SWEEP_MS: 'Leave it out for 300000.',
  PUBLIC_URL:
    'Give the address by which GitHub and people reach this service, for example https://planwright.example.org.',
};

/**
 * Reads how the service is a GitHub App; undefined where nothing names one.
 * @throws EnvironmentError with all problems at once
 */
export function readGitHubEnvironment(variables: Variables, files: GitHubFiles = {}): GitHubEnvironment | undefined {
  const problems: EnvironmentProblem[] = [];
  const hosts = collecting(problems, () => readGitHubHosts(variables));
  const read = collecting(problems, () => readVariables(Schema, mends, variables));
  const naming = namingProblems(variables, files.privateKey);
  problems.push(...naming.map(({ name, what }) => ({ name, what, mend: mends[name] })));
  if (problems.length > 0 || hosts === undefined || read === undefined) throw new EnvironmentError(problems);
  const named = namesApp(variables);
  const privateKey = read.PRIVATE_KEY ?? privateKeyOf(files.privateKey ?? '');
  const app = named ? { appId: read.APP_ID, privateKey, webhookSecret: read.WEBHOOK_SECRET } : files.credentials;
  if (app?.appId === undefined || app.privateKey === undefined || app.webhookSecret === undefined) return undefined;
  return {
    ...hosts,
    appId: app.appId,
    privateKey: app.privateKey,
    webhookSecret: app.webhookSecret,
    source: named ? 'environment' : 'file',
    allowedOwners: read.ALLOWED_OWNERS,
    writeSpacingMs: read.GITHUB_WRITE_SPACING_MS,
    deliverySweepMs: read.DELIVERY_SWEEP_MS,
    publicUrl: read.PUBLIC_URL,
  };
}

/** The result, or undefined with its problems collected. */
function collecting<Result>(problems: EnvironmentProblem[], read: () => Result): Result | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    problems.push(...error.problems);
    return undefined;
  }
}
