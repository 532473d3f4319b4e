import { nearest } from '../suggest.ts';
import { HIDING, trimmedEnd, withHidingMarked } from './hiding_marks.ts';
import { type ProblemList, quoted } from './problems.ts';
import type { RawSetting } from './read_settings.ts';
import { allKeys, meaningOfKey } from './setting_keys.ts';
import { splitOutside } from './split_list.ts';

/** The line of a task or the text of a group's heading, taken apart. */
export type TaskLine = { readonly id?: string; readonly title: string; readonly settings: readonly RawSetting[] };

const idSource = '[A-Za-z0-9][A-Za-z0-9_-]*(?:\\.[A-Za-z0-9_-]+)*';
const idForms = [
  new RegExp(`^()(${idSource}):(?:\\s+(.*))?$`, 's'),
  new RegExp(`^(\\*\\*|__|\`)(${idSource})\\1:(?:\\s+(.*))?$`, 's'),
  new RegExp(`^(\\*\\*|__)(${idSource}):\\1(?:\\s+(.*))?$`, 's'),
];
const wholeId = new RegExp(`^${idSource}$`);
const phrase = /^(?:depends\s+on|after|needs|blocked\s+by|requires)\s+(\S.*)$/i;

/** Whether `text` has the form of an id. */
export function isIdShaped(text: string): boolean {
  return wholeId.test(text);
}

/** Whether `text` would be read as an id and a title. */
export function hasIdForm(text: string): boolean {
  return idForms.some((form) => form.test(text));
}

/** Takes a task's first line apart: id, title, settings in trailing parentheses. */
export function readTaskLine(source: string, line: number, problems: ProblemList): TaskLine {
  let text = trimmedEnd(withHidingMarked(source)).replace(/^[\s\0]+/, '');
  const groups = trailingGroups(text);
  const settings: RawSetting[] = [];
  for (const group of groups) {
    const inner = text.slice(group + 1, -1);
    const found = readParenthesis(inner, line);
    if (!found) {
      warnOfNearMiss(inner, line, problems);
      break;
    }
    settings.unshift(...found);
    text = trimmedEnd(text.slice(0, group));
  }
  text = text.replaceAll(HIDING, '');
  for (const form of idForms) {
    const match = form.exec(text);
    const id = match?.[2];
    if (id !== undefined) return { id, title: (match?.[3] ?? '').trim() || id, settings };
  }
  return { title: text, settings };
}

/** Where each of the parentheses at the end of the text opens, the last first. Code spans do not count. */
function trailingGroups(text: string): number[] {
  const open: number[] = [];
  const closed: { start: number; end: number }[] = [];
  let inCode = false;
  for (let index = 0; index < text.length; index++) {
    const character = text.charAt(index);
    if (character === '`') inCode = !inCode;
    else if (inCode) continue;
    else if (character === '(') open.push(index);
    else if (character === ')') {
      const start = open.pop();
      if (start !== undefined) closed.push({ start, end: index });
    }
  }
  const starts: number[] = [];
  let end = text.length;
  for (const group of closed.reverse()) {
    if (group.end !== end - 1) continue;
    starts.push(group.start);
    end = trimmedEnd(text.slice(0, group.start)).length;
  }
  return starts;
}

function readParenthesis(inner: string, line: number): RawSetting[] | undefined {
  const settings: RawSetting[] = [];
  for (const part of splitOutside(inner, ';')) {
    const setting = readPart(part.trim(), line);
    if (!setting) return undefined;
    settings.push(setting);
  }
  return settings;
}

function readPart(part: string, line: number): RawSetting | undefined {
  const pair = readPair(part);
  if (pair) {
    const known = meaningOfKey(pair.key).kind !== 'unknown';
    if (!known) return undefined;
    const isHiding = pair.value.includes(HIDING);
    const text = pair.value.replaceAll(HIDING, '');
    return { key: pair.key, line, values: [{ text, line, ...(isHiding ? { isHiding } : {}) }] };
  }
  const ids = phrase.exec(part)?.[1]?.split(/\s*,\s*(?:and\s+)?|\s+(?:and|&)\s+/i);
  const bare = ids?.map((id) => id.replace(/^`(.*)`$/, '$1'));
  const allIds = bare?.every((id) => isIdShaped(id) || /^#\d+$/.test(id));
  return bare && allIds ? { key: 'after', line, values: [{ text: bare.join(', '), line }] } : undefined;
}

/** Takes `key: value` apart, the key also in bold or code; undefined when the text has not this form. */
export function readPair(text: string): { readonly key: string; readonly value: string } | undefined {
  const match = /^(\*\*|__|`)?([A-Za-z][A-Za-z _-]{0,30}):?\1:?(?=\s|$)(.*)$/s.exec(text);
  const before = match ? text.slice(0, text.length - (match[3] ?? '').length) : '';
  if (!match?.[2] || !before.includes(':')) return undefined;
  return { key: match[2].trim(), value: (match[3] ?? '').trim() };
}

/** Says when something reads like a setting and was taken as text. */
export function warnOfNearMiss(text: string, line: number, problems: ProblemList): void {
  const parts = splitOutside(text, ';').map((part) => readPair(part.trim()));
  for (const pair of parts) {
    if (!pair || problems.warnings.length > 200) continue;
    const meant = meaningOfKey(pair.key).kind === 'unknown' ? nearest(pair.key, allKeys) : pair.key;
    if (meant === undefined) continue;
    const reason =
      meant === pair.key
        ? 'because not every part of the parentheses is a setting'
        : `because ${quoted(pair.key)} is no setting`;
    problems.warning(
      line,
      'near-setting',
      `${quoted(text)} was taken as text, ${reason}.`,
      meant === pair.key ? 'Separate settings with `;`.' : `Did you mean \`${meant}\`?`,
    );
  }
}
