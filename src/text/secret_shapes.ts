/** What a kind of token looks like that its maker gives a form of its own. */
export type SecretShape = {
  /** For people: "holds a GitHub token". */
  readonly kind: string;
  readonly pattern: string;
};

/**
 * Tokens that are known by their form alone. Taken up is what hardly anything else looks like; a JSON web token, a password
 * or a bare run of hexadecimal digits has no such form.
 */
export const SECRET_SHAPES: readonly SecretShape[] = [
  { kind: 'a Planwright runner token', pattern: 'pwr_[A-Za-z0-9_-]{43}' },
  { kind: 'a GitHub token', pattern: 'gh[opsur]_[A-Za-z0-9]{20,255}|github_pat_[A-Za-z0-9_]{20,255}' },
  { kind: 'a GitLab token', pattern: 'glpat-[A-Za-z0-9_-]{20,255}' },
  { kind: 'an Anthropic key', pattern: 'sk-ant-[A-Za-z0-9_-]{20,255}' },
  { kind: 'a key of a model provider', pattern: 'sk-[A-Za-z0-9_-]{20,255}' },
  { kind: 'a Google key', pattern: 'AIza[A-Za-z0-9_-]{35}' },
  { kind: 'an AWS access key', pattern: '(?:AKIA|ASIA)[A-Z0-9]{16}' },
  { kind: 'a Slack token', pattern: 'xox[abeprs]-[A-Za-z0-9-]{10,255}|xapp-[A-Za-z0-9-]{10,255}' },
  { kind: 'an npm token', pattern: 'npm_[A-Za-z0-9]{36}' },
  { kind: 'a Stripe key', pattern: '[rs]k_live_[A-Za-z0-9]{20,255}' },
  { kind: 'a Hugging Face token', pattern: 'hf_[A-Za-z0-9]{34}' },
  {
    kind: 'a private key',
    pattern: '-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]{20,8000}',
  },
];

/** No shape takes more of a text, in UTF-16 code units. */
export const SECRET_SHAPE_LIMIT = 8_192;

/** Any of the shapes, where no word goes on into it. */
export const ANY_SECRET_SHAPE = `(?<![A-Za-z0-9])(?:${SECRET_SHAPES.map(({ pattern }) => pattern).join('|')})`;

const shapes = SECRET_SHAPES.map(({ kind, pattern }) => ({ kind, whole: new RegExp(`^(?:${pattern})$`) }));

/** Which kind a text is that {@link ANY_SECRET_SHAPE} found. */
export function kindOfSecret(text: string): string {
  return shapes.find(({ whole }) => whole.test(text))?.kind ?? 'a secret';
}

const anywhere = new RegExp(ANY_SECRET_SHAPE, 'g');

/** What stands in place of a secret within a text. */
export const SECRET_SIGN = '[secret]';

/** The text with everything that looks like a token taken out. */
export function withoutSecretShapes(text: string): string {
  return text.replace(anywhere, SECRET_SIGN);
}
