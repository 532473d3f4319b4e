import { createPrivateKey } from 'node:crypto';

const ARMOUR = /^-----BEGIN ([A-Z ]*PRIVATE KEY)-----([^-]+)-----END \1-----$/;

/**
 * An App's private key as PEM, however an environment variable carried it: with real line ends, with `\n` in two
 * characters, with spaces in their place, or all of it in base64. Undefined where it is no RSA key.
 */
export function privateKeyOf(given: string): string | undefined {
  const text = given.includes('-----BEGIN') ? given : Buffer.from(given, 'base64').toString('utf8');
  const [, label, body] = ARMOUR.exec(text.replaceAll('\\n', '\n').trim()) ?? [];
  if (label === undefined || body === undefined) return undefined;
  const lines = body.replaceAll(/\s+/g, '').match(/.{1,64}/g) ?? [];
  const pem = [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ''].join('\n');
  return isRsa(pem) ? pem : undefined;
}

function isRsa(pem: string): boolean {
  try {
    return createPrivateKey(pem).asymmetricKeyType === 'rsa';
  } catch {
    return false;
  }
}
