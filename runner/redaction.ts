import { RUNNER_TOKEN_SHAPE } from '../src/protocol/runner_tokens.ts';
import { NEVER_PASSED } from './sandbox/environment.ts';

/** What is put in place of a secret within a text. */
const SECRET = '[secret]';
/** Shorter values stand in too many texts by chance, and are no secrets worth the name. */
const SHORTEST = 8;
/** Variables that providers list hold settings too; those that are secrets say so by their names. */
const SECRET_NAME = /key|token|secret|passw|credential|auth/i;

/** What tokens look like that their makers give a form of its own: ours, GitHub, model providers, AWS, Slack, PEM. */
const SHAPES = [
  RUNNER_TOKEN_SHAPE,
  'gh[opsur]_[A-Za-z0-9]{20,255}',
  'github_pat_[A-Za-z0-9_]{20,255}',
  'sk-[A-Za-z0-9_-]{20,255}',
  'AKIA[A-Z0-9]{16}',
  'xox[abeprs]-[A-Za-z0-9-]{10,255}',
  '-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[A-Za-z0-9+/=\\s\\\\]{20,8000}',
];

/** Takes secrets out of what leaves the runner. */
export type Redaction = {
  /** In place of each secret stands `[secret]`. */
  readonly text: (text: string) => string;
  /** Each byte of a secret becomes `*`, so that offsets stay. */
  readonly bytes: (bytes: Buffer) => Buffer;
};

/**
 * Redaction of these values and of everything that looks like a token. Applied to what agents, commands and git say on its way
 * to the service, so that none of it reaches a database, a comment or a pull request.
 */
export function redactionOf(values: readonly string[]): Redaction {
  const known = [...new Set(values)].filter((value) => value.length >= SHORTEST);
  // The longest first: one may be the beginning of another.
  const literal = known.toSorted((one, other) => other.length - one.length);
  const inText = pattern(literal);
  const inBytes = pattern(literal.map((value) => Buffer.from(value).toString('latin1')));
  return {
    text: (text) => text.replace(inText, SECRET),
    bytes: (bytes) => {
      const before = bytes.toString('latin1');
      const after = before.replace(inBytes, (secret) => '*'.repeat(secret.length));
      return after === before ? bytes : Buffer.from(after, 'latin1');
    },
  };
}

/** The secrets that the runner knows: its own, and those of its environment that some provider is given (`listed`). */
export function secretsOf(
  environment: Readonly<Record<string, string | undefined>>,
  listed: readonly string[],
  own: readonly string[],
): readonly string[] {
  const names = [
    ...NEVER_PASSED.filter((name) => !name.endsWith('_PATH')),
    ...listed.filter((name) => SECRET_NAME.test(name)),
  ];
  return [...own, ...names.flatMap((name) => environment[name] ?? [])];
}

/** The same value with every text in it redacted; names of fields stay. */
export function redactTexts<Value>(value: Value, redaction: Redaction): Value {
  return mapTexts(value, redaction.text) as Value;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((each) => mapTexts(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, mapTexts(each, change)]));
}

function pattern(literal: readonly string[]): RegExp {
  return new RegExp(
    [...literal.map((value) => RegExp.escape(value)), `(?<![A-Za-z0-9])(?:${SHAPES.join('|')})`].join('|'),
    'g',
  );
}
