import { z } from 'zod';
import { privateKeyOf } from './private_key.ts';
import { Secret } from './secrets.ts';

/** An App as `planwright setup` made it, kept in a file for its user alone. */
export type AppCredentials = {
  readonly appId: number;
  /** Its name in addresses and mentions. */
  readonly slug: string;
  /** PEM. */
  readonly privateKey: string;
  readonly webhookSecret: string;
  /** Its page on GitHub. */
  readonly htmlUrl: string;
  /** Login of the account that owns it. */
  readonly owner: string;
};

/** The file with the App's credentials is not what `planwright setup` wrote. */
export class CredentialsError extends Error {
  override readonly name = 'CredentialsError';
  readonly code = 'credentials_invalid';
}

const Schema = z.object({
  appId: z.int().positive(),
  slug: z.string().min(1),
  privateKey: z.string().refine((key) => privateKeyOf(key) !== undefined),
  webhookSecret: Secret,
  htmlUrl: z.url(),
  owner: z.string().min(1),
});

/**
 * Reads the text of the credentials file.
 * @param file its path, for the message
 * @throws CredentialsError
 */
export function parseAppCredentials(text: string, file: string): AppCredentials {
  const parsed = Schema.safeParse(jsonOf(text));
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')).filter((path) => path !== ''))];
  const what = fields.length === 0 ? 'is no JSON object' : `does not hold a usable ${fields.join(', ')}`;
  throw new CredentialsError(
    `${file} ${what}. Restore it, or remove it and give APP_ID, PRIVATE_KEY and WEBHOOK_SECRET instead.`,
  );
}

/** The text of the credentials file. */
export function printAppCredentials(credentials: AppCredentials): string {
  return `${JSON.stringify(credentials, null, 2)}\n`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
