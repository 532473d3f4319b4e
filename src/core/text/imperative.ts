/** Verbs that titles of tasks begin with. */
const VERBS = [
  ...['add', 'adjust', 'allow', 'avoid', 'build', 'bump', 'change', 'check', 'clean', 'convert', 'correct', 'cover'],
  ...['create', 'delete', 'deprecate', 'describe', 'detect', 'disable', 'document', 'drop', 'enable', 'ensure'],
  ...['explain', 'expose', 'extend', 'extract', 'fix', 'handle', 'implement', 'improve', 'increase', 'introduce'],
  ...['keep', 'limit', 'load', 'make', 'mend', 'merge', 'migrate', 'move', 'optimise', 'optimize', 'parse', 'prevent'],
  ...['provide', 'reduce', 'refactor', 'reject', 'remove', 'rename', 'repair', 'replace', 'resolve', 'restructure'],
  ...['return', 'revert', 'rewrite', 'show', 'simplify', 'speed', 'split', 'stop', 'support', 'switch', 'test'],
  ...['update', 'upgrade', 'use', 'validate', 'write'],
];

const IRREGULAR: Readonly<Record<string, string>> = {
  built: 'build',
  kept: 'keep',
  made: 'make',
  rewrote: 'rewrite',
  rewritten: 'rewrite',
  wrote: 'write',
  written: 'write',
};

/** Behind one of these, `tests` and `changes` are things. */
const THINGS = /^\S+\s+(?:for|of|in|on|at|from|since|with|are|is|and|or|to|should|must|can)\b/i;

const FORMS: ReadonlyMap<string, string> = new Map([
  ...VERBS.flatMap((verb) => formsOf(verb).map((form) => [form, verb] as const)),
  ...Object.entries(IRREGULAR),
]);

/** The sentence with its first word in the imperative where that is another form of a verb: `Adds dates` → `Add dates`. */
export function imperative(sentence: string): string {
  const word = /^[A-Za-z]+(?=\s)/.exec(sentence)?.[0] ?? '';
  const verb = FORMS.get(word.toLowerCase());
  if (verb === undefined || (word.endsWith('s') && THINGS.test(sentence))) return sentence;
  const asWritten = /^[A-Z]/.test(word) ? verb.charAt(0).toUpperCase() + verb.slice(1) : verb;
  return `${asWritten}${sentence.slice(word.length)}`;
}

/** Third person, past and gerund. */
function formsOf(verb: string): readonly string[] {
  if (verb.endsWith('e')) return [`${verb}s`, `${verb}d`, `${verb.slice(0, -1)}ing`];
  if (/[^aeiou]y$/.test(verb)) return [`${verb.slice(0, -1)}ies`, `${verb.slice(0, -1)}ied`, `${verb}ing`];
  const stem = /^(?:drop|stop|split)$/.test(verb) ? `${verb}${verb.slice(-1)}` : verb;
  return [/(?:x|ch|sh|ss)$/.test(verb) ? `${verb}es` : `${verb}s`, `${stem}ed`, `${stem}ing`];
}
