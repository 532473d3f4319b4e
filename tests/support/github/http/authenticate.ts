import { createPublicKey, verify } from 'node:crypto';
import { reaches } from '../actions/installations.ts';
import { refused } from '../api_error.ts';
import type { Access, Installation, Permissions, Repository } from '../state.ts';
import type { World } from '../world.ts';

/** Who asks. */
export type Caller =
  | { readonly kind: 'app' }
  | {
      readonly kind: 'installation';
      readonly installation: Installation;
      readonly permissions: Permissions;
      readonly repositories: readonly number[] | undefined;
    }
  | { readonly kind: 'user'; readonly login: string };

/** An app's JWT may be valid for this long, and its clock be ahead by this much. */
const longestJwtSeconds = 600;
const clockDriftSeconds = 60;

/** Who sent this authorization header; 401 if nobody may be trusted by it. */
export function authenticate(world: World, header: string | null): Caller {
  const credential = credentialOf(header);
  if (credential === undefined) throw refused(401, 'Requires authentication');
  return credential.split('.').length === 3 ? callerOfJwt(world, credential) : callerOfToken(world, credential);
}

function credentialOf(header: string | null): string | undefined {
  const [, scheme = '', value = ''] = /^(\w+) +(\S+)$/.exec(header ?? '') ?? [];
  if (/^(bearer|token)$/i.test(scheme)) return value;
  if (!/^basic$/i.test(scheme)) return undefined;
  const decoded = Buffer.from(value, 'base64').toString();
  return decoded.slice(decoded.indexOf(':') + 1);
}

function callerOfJwt(world: World, jwt: string): Caller {
  const [head = '', body = '', signature = ''] = jwt.split('.');
  const key = createPublicKey(world.app.publicKey);
  const signed = verify('RSA-SHA256', Buffer.from(`${head}.${body}`), key, Buffer.from(signature, 'base64url'));
  if (!signed) throw refused(401, 'A JSON web token could not be decoded');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as { iss?: unknown; iat?: number; exp?: number };
  const now = world.now() / 1000;
  const { iat = 0, exp = 0 } = claims;
  if (`${claims.iss}` !== `${world.app.id}` && claims.iss !== world.app.clientId) {
    throw refused(401, "'Issuer' claim ('iss') must be an Integer or a Client ID of the app");
  }
  if (exp <= now)
    throw refused(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  if (exp > now + longestJwtSeconds + clockDriftSeconds || exp - iat > longestJwtSeconds + clockDriftSeconds) {
    throw refused(401, "'Expiration time' claim ('exp') is too far in the future");
  }
  if (iat > now + clockDriftSeconds)
    throw refused(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    );
  return { kind: 'app' };
}

function callerOfToken(world: World, value: string): Caller {
  const token = world.state.tokens.get(value);
  if (token === undefined) throw refused(401, 'Bad credentials');
  if (token.kind === 'user') return { kind: 'user', login: token.login };
  const installation = world.state.installations.get(token.installation);
  if (installation === undefined || token.expiresAt <= world.now()) throw refused(401, 'Bad credentials');
  if (installation.suspendedAt !== null) throw refused(403, 'This installation has been suspended');
  return { kind: 'installation', installation, permissions: token.permissions, repositories: token.repositories };
}

/** Whether the caller sees the repository at all. */
export function seesRepository(caller: Caller, repository: Repository): boolean {
  switch (caller.kind) {
    case 'app':
      return false;
    case 'user':
      return !repository.private || repository.collaborators.has(caller.login.toLowerCase());
    case 'installation':
      return (
        reaches(caller.installation, repository) &&
        (caller.repositories === undefined || caller.repositories.includes(repository.id))
      );
    default:
      throw new Error(`There is no caller ${JSON.stringify(caller satisfies never)}.`);
  }
}

/** Whether an installation's token has the permission; metadata can always be read. */
export function hasPermission(permissions: Permissions, name: string, access: Access): boolean {
  const has = permissions[name];
  if (access === 'read') return has !== undefined || name === 'metadata';
  return has === 'write';
}
