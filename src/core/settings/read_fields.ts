import { quoted } from '../plan/read/problems.ts';
import type { ReadOne } from '../plan/read/value_kinds.ts';
import { nearest } from '../plan/suggest.ts';
import type { WrittenSetting, WrittenValue } from './read_yaml.ts';

/** What is wrong in a line of a settings file, and how to mend it. */
export type LineFault = { readonly line: number; readonly message: string; readonly mend: string };

/** Where faults are noted while a setting with parts is read. */
export type Faults = LineFault[];

/** A whole setting, or what is wrong with it. */
export function readWhole<Value>(
  read: (faults: Faults) => Value,
): { readonly value: Value } | { readonly faults: Faults } {
  const faults: Faults = [];
  const value = read(faults);
  return faults.length > 0 ? { faults } : { value };
}

/** The entries of a map, by their names; each is one of `known`. */
export function fieldsOf<Name extends string>(
  written: { readonly line: number; readonly value: WrittenValue },
  known: readonly Name[],
  example: string,
  faults: Faults,
): Partial<Record<Name, WrittenSetting>> {
  const fields: Partial<Record<Name, WrittenSetting>> = {};
  for (const entry of entriesOf(written, example, faults)) {
    const name = known.find((one) => one === entry.key.toLowerCase());
    if (name !== undefined) {
      fields[name] = entry;
      continue;
    }
    const near = nearest(entry.key, known);
    const mend = near === undefined ? `Known are ${known.map(quoted).join(', ')}.` : `Did you mean \`${near}\`?`;
    faults.push({ line: entry.line, message: `${quoted(entry.key)} is not known here.`, mend });
  }
  return fields;
}

/** The entries of a map whose names are the team's own. */
export function entriesOf(
  { line, value }: { readonly line: number; readonly value: WrittenValue },
  example: string,
  faults: Faults,
): readonly WrittenSetting[] {
  if (value.kind === 'map') return value.entries;
  if (value.kind !== 'text' || value.text !== '') {
    faults.push({ line, message: 'This is no list of `key: value`.', mend: `Write for example ${quoted(example)}.` });
  }
  return [];
}

/** One value, as `read` understands it; undefined: there is none, or it is a fault. */
export function oneOf<Value>(written: WrittenSetting | undefined, read: ReadOne<Value>, faults: Faults) {
  return written === undefined ? undefined : textValue(written, written.key, read, faults);
}

/** Several values, written as a list or as a single one; undefined: there are none. */
export function someOf<Value>(written: WrittenSetting | undefined, read: ReadOne<Value>, faults: Faults) {
  if (written === undefined) return undefined;
  const items = written.value.kind === 'list' ? written.value.items : [written];
  const values = items.flatMap((item): Value[] => {
    const value = textValue(item, written.key, read, faults);
    return value === undefined ? [] : [value];
  });
  if (items.length === 0) {
    faults.push({
      line: written.line,
      message: `${quoted(written.key)} names nothing.`,
      mend: 'Name one, or remove it.',
    });
  }
  return values;
}

function textValue<Value>(
  { line, value }: { readonly line: number; readonly value: WrittenValue },
  key: string,
  read: ReadOne<Value>,
  faults: Faults,
): Value | undefined {
  if (value.kind !== 'text') {
    faults.push({ line, message: `The value of ${quoted(key)} is no text.`, mend: 'Write one text.' });
    return undefined;
  }
  const found = read(value.text);
  if ('value' in found) return found.value;
  faults.push({ line, message: `${quoted(value.text)} (${quoted(key)}) ${found.fault}.`, mend: found.mend });
  return undefined;
}
