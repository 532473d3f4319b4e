import { mapTexts } from '../src/text/map_texts.ts';
import { ANY_SECRET_SHAPE, kindOfSecret, SECRET_SHAPE_LIMIT, SECRET_SIGN } from '../src/text/secret_shapes.ts';
import { NEVER_PASSED } from './sandbox/environment.ts';

/** Shorter values stand in too many texts by chance, and are no secrets worth the name. */
const SHORTEST = 8;
/** Variables that providers list hold settings too; those that are secrets say so by their names. */
const SECRET_NAME = /key|token|secret|passw|credential|auth/i;
/** A token is made by chance. What has fewer signs that differ, or says that it is an example, was made up by a person. */
const DIFFERENT_SIGNS = 10;
const MADE_UP = /example|placeholder|redacted|dummy|your|change.?me|1234567890|abcdefgh/i;

/** A secret within a text; its value is told to nobody. */
export type SecretInText = {
  /** "a GitHub token", or that it is one of the runner's own. */
  readonly kind: string;
  /** Whether it is a secret that the runner knows, and no mere likeness. */
  readonly isKnown: boolean;
  /** Its first sign and the one behind its last, in UTF-16 code units. */
  readonly start: number;
  readonly end: number;
};

/** Takes secrets out of what leaves the runner. Who holds it need not know of what it learns. */
export type Redaction = {
  /** The most that one secret takes of a text, in UTF-16 code units: so far from a cut none stands in half. */
  readonly longest: number;
  /** In place of each secret stands `[secret]`. */
  readonly text: (text: string) => string;
  /** Each byte of a secret becomes `*`, so that offsets stay. */
  readonly bytes: (bytes: Buffer) => Buffer;
  /** What must not stand in a commit. It passes over what a person made up to look like a token; redaction does not. */
  readonly find: (text: string) => readonly SecretInText[];
  /** From now on these are secrets too, beside all that are known: what was lent before stands in texts to come as well. */
  readonly learn: (values: readonly string[]) => void;
};

/**
 * Redaction of these values and of everything that looks like a token. Applied to what agents, commands and git say on its way
 * to the service, so that none of it reaches a database, a comment or a pull request.
 */
export function redactionOf(values: readonly string[]): Redaction {
  let secrets = knowing(values);
  return {
    get longest() {
      return secrets.longest;
    },
    text: (text) => text.replace(secrets.inText, SECRET_SIGN),
    bytes: (bytes) => {
      const before = bytes.toString('latin1');
      const after = before.replace(secrets.inBytes, (secret) => '*'.repeat(secret.length));
      return after === before ? bytes : Buffer.from(after, 'latin1');
    },
    find: (text) =>
      [...text.matchAll(secrets.inText)].flatMap(({ 0: value, index: start }) => {
        const isKnown = secrets.known.has(value);
        if (!isKnown && isMadeUp(value)) return [];
        const kind = isKnown ? 'a secret of the runner' : kindOfSecret(value);
        return [{ kind, isKnown, start, end: start + value.length }];
      }),
    learn: (more) => {
      if (more.some((value) => !secrets.known.has(value))) secrets = knowing([...secrets.known, ...more]);
    },
  };
}

/** What is looked for, once these values are secrets. */
function knowing(values: readonly string[]) {
  const known: ReadonlySet<string> = new Set(values.filter((value) => value.length >= SHORTEST));
  // The longest first: one may be the beginning of another.
  const literal = [...known].toSorted((one, other) => other.length - one.length);
  return {
    known,
    longest: Math.max(SECRET_SHAPE_LIMIT, literal[0]?.length ?? 0),
    inText: pattern(literal),
    inBytes: pattern(literal.map((value) => Buffer.from(value).toString('latin1'))),
  };
}

function isMadeUp(value: string): boolean {
  const isRandom = /[A-Z]/.test(value) && new Set(value).size >= DIFFERENT_SIGNS;
  return !isRandom || MADE_UP.test(value);
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
export function redactTexts<Value>(value: Value, redaction: Pick<Redaction, 'text'>): Value {
  return mapTexts(value, redaction.text);
}

function pattern(literal: readonly string[]): RegExp {
  return new RegExp([...literal.map((value) => RegExp.escape(value)), ANY_SECRET_SHAPE].join('|'), 'g');
}
