import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import type { ProblemList } from '../plan/read/problems.ts';
import type { RawSetting } from '../plan/read/read_settings.ts';
import { settingsOfDocument } from '../plan/read/settings_block.ts';
import { notUnderstood, setTwice } from '../plan/read/yaml_faults.ts';

/** What one settings file may measure; the parser takes more than linear time for brackets inside each other. */
const CHARACTERS = 65_536;
const BRACKETS = 500;

/** The value of a setting. */
export type WrittenValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'map'; readonly entries: readonly WrittenSetting[] }
  | { readonly kind: 'list'; readonly items: readonly WrittenItem[] }
  | { readonly kind: 'other' };

/** One item of a list as it is written. */
export type WrittenItem = { readonly line: number; readonly value: WrittenValue };

/** A setting as it is written. */
export type WrittenSetting = { readonly key: string; readonly line: number; readonly value: WrittenValue };

/** What is wrong with a file as YAML. */
export type YamlProblem = { readonly line: number; readonly message: string; readonly mend: string };

/** Those of some positions among the settings, as the block of a plan would have them, and what is wrong with them as such. */
export type AsInBlock = (isWanted: (position: number) => boolean, problems: ProblemList) => readonly RawSetting[];

/** The settings of a file, or why it cannot be read. */
export type WrittenFile =
  | { readonly ok: true; readonly settings: readonly WrittenSetting[]; readonly asInBlock: AsInBlock }
  | { readonly ok: false; readonly problems: readonly YamlProblem[] };

/**
 * Reads a YAML file into settings as written. Scalars stay text. Aliases are followed once, to a text, so that they cannot
 * multiply.
 */
export function readYaml(yaml: string): WrittenFile {
  if (yaml.length > CHARACTERS || yaml.replace(/[^[\]{}]/g, '').length > BRACKETS) {
    const mend = `Keep it under ${CHARACTERS} characters and ${BRACKETS} brackets.`;
    return { ok: false, problems: [{ line: 1, message: 'The file is too large to read.', mend }] };
  }
  const counter = new LineCounter();
  const lines = yaml.split('\n');
  const lineAt = (position: number) => Math.max(1, counter.linePos(position).line);
  try {
    const document = parseDocument(yaml, { schema: 'failsafe', lineCounter: counter, prettyErrors: false });
    if (document.errors.length > 0) {
      const faults = document.errors.map(({ pos, code }) => {
        const line = lineAt(pos[0]);
        const { message, mend } = (code === 'DUPLICATE_KEY' ? setTwice : notUnderstood)(lines[line - 1] ?? '');
        return { line, message, mend };
      });
      return {
        ok: false,
        problems: faults.filter(({ line }, at) => faults.findIndex((other) => other.line === line) === at),
      };
    }
    return settingsOf(document, lines, lineAt);
  } catch {
    return { ok: false, problems: [NO_SETTINGS] };
  }
}

const NO_SETTINGS: YamlProblem = {
  line: 1,
  message: 'The file is no list of settings.',
  mend: 'Write one `key: value` on each line.',
};

function settingsOf(
  document: Document.Parsed,
  source: readonly string[],
  lineAt: (position: number) => number,
): WrittenFile {
  const root: Node | null = document.contents;
  if (root === null || (isScalar(root) && (root.value === null || root.value === '')))
    return { ok: true, settings: [], asInBlock: () => [] };
  const whole = writtenValue(root, document, lineAt);
  if (whole.kind !== 'map') return { ok: false, problems: [NO_SETTINGS] };
  const asInBlock: AsInBlock = (isWanted, problems) =>
    settingsOfDocument(document, { source, lineAt }, isWanted, problems);
  return { ok: true, settings: whole.entries, asInBlock };
}

function writtenValue(
  node: Node | null,
  document: Document.Parsed,
  lineAt: (position: number) => number,
): WrittenValue {
  const text = textOf(node, document);
  if (text !== null) return { kind: 'text', text };
  const lineOf = (part: Node | null): number => lineAt(part?.range?.[0] ?? node?.range?.[0] ?? 0);
  if (isMap<Node, Node | null>(node)) {
    const entries = node.items.map(({ key, value }) => ({
      key: textOf(key, document) ?? '',
      line: lineOf(key),
      value: writtenValue(value, document, lineAt),
    }));
    return { kind: 'map', entries };
  }
  if (!isSeq<Node | null>(node)) return { kind: 'other' };
  const items = node.items.map((item) => ({ line: lineOf(item), value: writtenValue(item, document, lineAt) }));
  return { kind: 'list', items };
}

function textOf(node: Node | null, document: Document.Parsed): string | null {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (target === null || target === undefined) return '';
  return isScalar(target) ? String(target.value ?? '').trim() : null;
}
