import { type Document, isAlias, isMap, isScalar, LineCounter, type Node, type ParsedNode, parseDocument } from 'yaml';
import { notUnderstood, setTwice } from '../plan/read/yaml_faults.ts';

/** What one settings file may measure; the parser takes more than linear time for brackets inside each other. */
const CHARACTERS = 65_536;
const BRACKETS = 500;

/** The value of a setting: text, one level of `key: text`, or something else. */
export type WrittenValue =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'map'; readonly entries: readonly (readonly [string, string])[] }
  | { readonly kind: 'other' };

/** A setting as it is written. */
export type WrittenSetting = { readonly key: string; readonly line: number; readonly value: WrittenValue };

/** What is wrong with a file as YAML. */
export type YamlProblem = { readonly line: number; readonly message: string; readonly mend: string };

/** The settings of a file, or why it cannot be read. */
export type WrittenFile =
  | { readonly ok: true; readonly settings: readonly WrittenSetting[] }
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
    return settingsOf(document, lineAt);
  } catch {
    return { ok: false, problems: [NO_SETTINGS] };
  }
}

const NO_SETTINGS: YamlProblem = {
  line: 1,
  message: 'The file is no list of settings.',
  mend: 'Write one `key: value` on each line.',
};

function settingsOf(document: Document.Parsed, lineAt: (position: number) => number): WrittenFile {
  const root: ParsedNode | null = document.contents;
  if (root === null || (isScalar(root) && (root.value === null || root.value === '')))
    return { ok: true, settings: [] };
  if (!isMap(root)) return { ok: false, problems: [NO_SETTINGS] };
  const settings = root.items.map(({ key, value }) => ({
    key: textOf(key, document) ?? '',
    line: lineAt(key.range[0]),
    value: writtenValue(value, document),
  }));
  return { ok: true, settings };
}

function writtenValue(node: Node | null, document: Document.Parsed): WrittenValue {
  const text = textOf(node, document);
  if (text !== null) return { kind: 'text', text };
  if (!isMap<Node, Node | null>(node)) return { kind: 'other' };
  const entries = node.items.map((pair) => [textOf(pair.key, document), textOf(pair.value, document)] as const);
  const texts = entries.flatMap(([key, value]) => (key === null || value === null ? [] : [[key, value] as const]));
  return texts.length === entries.length ? { kind: 'map', entries: texts } : { kind: 'other' };
}

function textOf(node: Node | null, document: Document.Parsed): string | null {
  const target = isAlias(node) ? node.resolve(document) : node;
  if (target === null || target === undefined) return '';
  return isScalar(target) ? String(target.value ?? '').trim() : null;
}
