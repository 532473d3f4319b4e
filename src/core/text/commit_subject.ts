import { CLOSING, SEPARATOR } from '../../text/harmless.ts';
import { imperative } from './imperative.ts';
import { neutraliseTitle } from './neutralise_title.ts';

/** What a title tells of the kind of change, for Conventional Commits 1.0. The first match counts; verbs are imperative by then. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/\btypos?\b.*\b(readme|docs?|documentation|changelog|guide)\b/i, 'docs'],
  [/^(fix|bugfix|repair|correct|mend|resolve)(?=[\s,]|$)/i, 'fix'],
  [/^(document|describe|explain)(?=[\s,]|$)|\b(readme|docs|documentation|changelog)\b/i, 'docs'],
  [/^(tests?|testing|cover)(?=[\s,]|$)|\btests?$/i, 'test'],
  [/^(refactor|refactoring|rename|move|extract|simplify|clean|split|restructure)(?=[\s,]|$)/i, 'refactor'],
  [/^(remove|delete|drop) (the )?(dead|unused|obsolete|stale|legacy|duplicated?)\b/i, 'refactor'],
  [/^(speed up|optimi[sz]e)(?=[\s,]|$)|\b(performance|faster)\b/i, 'perf'],
  [/\bCI\b|\bGitHub Actions\b/, 'ci'],
  [/^revert(?=\s|$)/i, 'revert'],
  [/^(bump|upgrade|update (the |all )?dependenc|chore)/i, 'chore'],
];

/** How people write the types of Conventional Commits before a title of theirs. */
const WRITTEN_TYPES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ['feat', 'fix', 'docs', 'style', 'refactor', 'perf', 'test', 'build', 'ci', 'chore', 'revert'].map((type) => [
      type,
      type,
    ]),
  ),
  feature: 'feat',
  bug: 'fix',
  bugfix: 'fix',
  hotfix: 'fix',
  doc: 'docs',
  tests: 'test',
  performance: 'perf',
};
const WRITTEN = /^(?:([a-z]+)(\([^)]*\))?(!)?:|\[([a-z]+)\]:?)\s+/i;

/** The type said once more by the title's first word. Before `and` it is needed. */
const TYPE_AGAIN: Readonly<Record<string, RegExp>> = Object.fromEntries(
  [
    ['fix', 'bugfix|fix|fixes'],
    ['docs', 'docs?'],
    // `Test mode` is a thing.
    ['test', '(?:tests?|testing)(?=\\s+(?:for|of|the|a|an|that|whether)\\s)'],
    ['refactor', 'refactor|refactoring'],
    ['revert', 'revert'],
    ['chore', 'chores?'],
  ].map(([type, words]) => [
    type,
    new RegExp(`^(?:${words})(?:\\s+(?:for|of|up))?\\s+(?!(?:and|or|&|\\+|in|to|with)\\s)`, 'i'),
  ]),
);

/** An issue's number and a title: `#12: Crash on empty input`. */
const NUMBERED = /^(#\d+)\s*(?::|[-–—](?=\s))\s*(\S.*)$/;

/**
 * The first line of a commit, and the title of its pull request, from the title of what it does: a type, and what was
 * done in the imperative. A title that is written so stays as it is, but closes no issue and mentions nobody. '': there
 * is no title.
 */
export function commitSubject(title: string): string {
  const clean = title.replace(/\s+/g, ' ').trim();
  if (clean === '') return '';
  const [type, description] = written(clean) ?? told(clean);
  const harmless = neutraliseTitle(description);
  const subject = `${type}: ${harmless}`;
  // The type is one of GitHub's keywords, and must stay whole.
  const closes = subject.search(CLOSING) === 0;
  return closes ? `${type}: ${harmless.replace(/h(?=ttps?:)/i, `$&${SEPARATOR}`)}` : subject;
}

/** The type that people wrote, and the rest. */
function written(title: string): readonly [string, string] | null {
  const [all = '', before, scope = '', breaking = '', bracketed] = WRITTEN.exec(title) ?? [];
  const word = before ?? bracketed ?? '';
  const type = Object.hasOwn(WRITTEN_TYPES, word.toLowerCase()) ? WRITTEN_TYPES[word.toLowerCase()] : undefined;
  if (type === undefined || all.length === title.length) return null;
  const rest = title.slice(all.length);
  return [`${type}${scope}${breaking}`, word === type && bracketed === undefined ? rest : lowerFirst(rest)];
}

function told(title: string): readonly [string, string] {
  const sentence = imperative(title.replace(/(?<=[^.])\.$/, ''));
  const type = TYPES.find(([pattern]) => pattern.test(sentence))?.[1] ?? 'feat';
  const again = TYPE_AGAIN[type];
  const rest = again === undefined ? sentence : sentence.replace(again, '');
  const [, number, about] = NUMBERED.exec(rest) ?? [];
  return [type, number === undefined || about === undefined ? lowerFirst(rest) : `${lowerFirst(about)} (${number})`];
}

/** A lower-case first letter, except where the first word is a name or an acronym (`ISO dates`, `GitHub`). */
function lowerFirst(text: string): string {
  return /^(?:[A-Z][a-z]+(?![A-Za-z])|A\s)/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}
