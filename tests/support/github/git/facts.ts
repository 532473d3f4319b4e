import type { GitResult } from './git.ts';

/** What only reads objects. Refs, worktrees and the clock have no say in what these answer. */
const READING: ReadonlySet<string> = new Set([
  'blame',
  'cat-file',
  'diff',
  'log',
  'ls-tree',
  'merge-base',
  'merge-tree',
  'rev-list',
  'rev-parse',
  'show',
]);

/** A commit by its whole id, a range of two, what it peels to, or a path in it. */
const BY_ID = /^\^?[0-9a-f]{40}(?:\.{2,3}[0-9a-f]{40}|\^\{commit\}|:.*)?$/s;
/** Options that take refs for revisions. */
const BY_REF = /^--(?:all|branches|tags|remotes|glob|exclude|reflog|stdin|not)\b/;

/** Answers by repository, then by question. */
const known = new Map<string, Map<string, GitResult>>();

/**
 * Whether git's answer is for ever: it was asked about objects by their whole ids, and objects never change. GitHub keeps such
 * answers, too; here most processes of the stand-in asked again what had been asked before.
 */
function isFact(args: readonly string[]): boolean {
  const [command = '', ...rest] = args;
  if (!READING.has(command)) return false;
  const end = rest.indexOf('--');
  const asked = end < 0 ? rest : rest.slice(0, end);
  const names = asked.filter((argument) => !argument.startsWith('-'));
  // `cat-file blob <id>` names a kind before the object.
  const objects = command === 'cat-file' && names[0] === 'blob' ? names.slice(1) : names;
  return (
    objects.length > 0 && objects.every((name) => BY_ID.test(name)) && !asked.some((argument) => BY_REF.test(argument))
  );
}

/** Asks git, or gives what it said before where that still holds. What failed may succeed once objects have arrived. */
export async function askOnce(
  folder: string,
  args: readonly string[],
  ask: () => Promise<GitResult>,
): Promise<GitResult> {
  if (!isFact(args)) return await ask();
  const answers = known.get(folder) ?? new Map<string, GitResult>();
  known.set(folder, answers);
  const question = args.join('\0');
  const before = answers.get(question);
  if (before !== undefined) return before;
  const answer = await ask();
  if (answer.exitCode === 0 || isNo(args, answer)) answers.set(question, answer);
  return answer;
}

/** Exit code 1 of those that answer yes or no by it: both commits are there, and it is no. */
function isNo([command, option]: readonly string[], { exitCode }: GitResult): boolean {
  return exitCode === 1 && (command === 'merge-tree' || (command === 'merge-base' && option === '--is-ancestor'));
}
