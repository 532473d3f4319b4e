import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseDocument,
  type Scalar,
} from 'yaml';
import { planLimits } from '../limits.ts';
import { type ProblemList, quoted } from './problems.ts';
import type { RawSetting } from './read_settings.ts';
import { normalKey } from './setting_keys.ts';
import type { ValueLine } from './written_values.ts';
import { notClosed, notUnderstood, setTwice, singleQuoted } from './yaml_faults.ts';

/**
 * Reads the YAML of a `planwright` block into settings as written. Every scalar stays text, so that `base: 1.0` is
 * a branch. `offset` is the 0-based line of the document at which the YAML begins.
 */
export function readSettingsBlock(yaml: string, offset: number, problems: ProblemList): RawSetting[] {
  const lines = yaml.split('\n');
  const brackets = yaml.replace(/[^[\]{}]/g, '').length;
  if (
    yaml.length > planLimits.settingsCharacters ||
    lines.length > planLimits.settingsLines ||
    brackets > planLimits.yamlBrackets
  ) {
    problems.problem(
      offset + 1,
      'too-large',
      'The settings block is too large to read.',
      `Keep it under ${planLimits.settingsLines} lines, ${planLimits.settingsCharacters} characters and ${planLimits.yamlBrackets} brackets.`,
    );
    return [];
  }
  const counter = new LineCounter();
  const lineAt = (position: number) => offset + Math.max(1, counter.linePos(position).line);
  const block = new Block(lines, offset, lineAt, problems);
  try {
    const document = parseDocument(yaml, { schema: 'failsafe', lineCounter: counter, prettyErrors: false });
    for (const error of document.errors) block.syntax(lineAt(error.pos[0]), error);
    return document.errors.length > 0 ? [] : block.settings(document, () => true);
  } catch {
    block.syntax(offset + 1, { code: 'IMPOSSIBLE' });
    return [];
  }
}

/** Some settings of a document without errors, by their positions in it, as the `planwright` block would have them. */
export function settingsOfDocument(
  document: Document,
  { source, lineAt }: { readonly source: readonly string[]; readonly lineAt: (position: number) => number },
  isWanted: (position: number) => boolean,
  problems: ProblemList,
): readonly RawSetting[] {
  return new Block(source, 0, lineAt, problems).settings(document, isWanted);
}

/** What the parser itself calls maps, lists and texts. */
const plainTags = new Set(['tag:yaml.org,2002:map', 'tag:yaml.org,2002:seq', 'tag:yaml.org,2002:str']);

class Block {
  readonly #lines: readonly string[];
  readonly #offset: number;
  readonly #lineAt: (position: number) => number;
  readonly #problems: ProblemList;
  readonly #reported = new Set<number>();
  #aliases = 0;

  constructor(lines: readonly string[], offset: number, lineAt: (position: number) => number, problems: ProblemList) {
    this.#lines = lines;
    this.#offset = offset;
    this.#lineAt = lineAt;
    this.#problems = problems;
  }

  /** One problem a line: what YAML stumbles over, and how to quote it. */
  syntax(line: number, { code, message: told = '' }: { readonly code: string; readonly message?: string }): void {
    if (this.#reported.has(line)) return;
    this.#reported.add(line);
    const source = this.#lines[line - this.#offset - 1] ?? '';
    const fault = code === 'DUPLICATE_KEY' ? setTwice(source) : (notClosed(source, told) ?? notUnderstood(source));
    const { problem, message, mend } = fault;
    this.#problems.problem(line, problem, message, mend);
  }

  settings(document: Document, isWanted: (position: number) => boolean): RawSetting[] {
    const root = document.contents;
    if (root === null || (isScalar(root) && (root.value === null || root.value === ''))) return [];
    if (!isMap(root)) {
      this.#problems.problem(
        this.#offset + 1,
        'bad-yaml',
        'The settings block is no list of settings.',
        'Write one `key: value` on each line.',
      );
      return [];
    }
    if (root.tag !== undefined && !plainTags.has(root.tag)) this.#tagged(root);
    return root.items.flatMap((pair, position) => {
      if (!isWanted(position)) return [];
      const key = isScalar(pair.key) ? String(pair.key.value) : '';
      const line = this.#lineOf(pair.key as Node);
      if (isScalar(pair.key) && pair.key.tag !== undefined && !plainTags.has(pair.key.tag)) this.#tagged(pair.key);
      const known = this.#problems.problems.length;
      const values = this.#values(pair.value as Node | null, document, line, normalKey(key), true);
      // What is wrong with its value was said: it need not be said that it has none.
      return values.length === 0 && this.#problems.problems.length > known ? [] : [{ key, line, values }];
    });
  }

  #values(node: Node | null, document: Document, line: number, key: string, lists: boolean): ValueLine[] {
    if (node === null) return [];
    const own = this.#lineOf(node);
    if (isAlias(node)) {
      this.#aliases += 1;
      const target = this.#aliases <= planLimits.yamlAliases ? node.resolve(document) : undefined;
      if (target && !isAlias(target)) return this.#values(target, document, line, key, lists);
      if (this.#aliases <= planLimits.yamlAliases) {
        this.syntax(own, { code: 'BAD_ALIAS' });
        return [];
      }
      if (this.#reported.has(own)) return [];
      this.#reported.add(own);
      this.#problems.problem(
        own,
        'bad-yaml',
        `The alias ${quoted(node.source)} cannot be followed.`,
        `Write the value itself; a settings block has at most ${planLimits.yamlAliases} aliases.`,
      );
      return [];
    }
    if ('tag' in node && node.tag !== undefined && !plainTags.has(node.tag)) this.#tagged(node);
    if (isScalar(node)) return this.#scalar(node, own, key);
    if (isSeq(node) && lists) {
      if (node.items.length === 0) return [{ text: '[]', line: own }];
      return node.items.flatMap((item) => this.#values(item as Node | null, document, line, key, false));
    }
    this.#problems.problem(
      own,
      'bad-value',
      `The value of ${quoted(key)} is nested too deep.`,
      key === 'verify'
        ? 'Write a command, `docs/** => npm run docs:lint` for some paths only, or a list of these.'
        : 'Write a text, or a list of texts.',
    );
    return [];
  }

  #scalar(node: Scalar, line: number, key: string): ValueLine[] {
    const text = String(node.value ?? '');
    const comment = /^[^ \t]/.test(node.comment ?? '') && node.type === 'PLAIN';
    if (comment && /^(?:setup|verify)$/.test(key)) {
      const whole = `${text} #${node.comment}`;
      this.#problems.problem(
        line,
        'bad-yaml',
        `YAML reads ${quoted(`#${node.comment}`)} as a comment, so it is no part of the command.`,
        `Write ${quoted(`${key}: ${singleQuoted(whole)}`)}, or put a blank after the \`#\` if it is a comment.`,
      );
    }
    const block = node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
    return text.split('\n').map((part, index) => ({ text: part, line: block ? line + 1 + index : line }));
  }

  #tagged(node: Node): void {
    this.#problems.problem(
      this.#lineOf(node),
      'bad-yaml',
      'YAML tags (`!name`) are not allowed here.',
      'Remove the tag, or put the value in quotes.',
    );
  }

  #lineOf(node: Node | null): number {
    return this.#lineAt(node?.range?.[0] ?? 0);
  }
}
