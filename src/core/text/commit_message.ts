import type { TaskRecord } from '../records.ts';
import { neutraliseTitle } from '../report/neutralise.ts';

/** What a title's first word tells of the kind of change, for Conventional Commits 1.0. The first match counts. */
const TYPES: readonly (readonly [RegExp, string])[] = [
  [/^(fix|repair|correct|mend)\b/i, 'fix'],
  [/^(document|describe|explain)\b|\b(readme|docs|documentation|changelog)\b/i, 'docs'],
  [/^(test|cover)\b|\btests?$/i, 'test'],
  [/^(refactor|rename|move|extract|simplify|clean|split)\b/i, 'refactor'],
  [/^(speed|optimi[sz]e)\b/i, 'perf'],
  [/^(bump|upgrade|update dependenc|chore)\b/i, 'chore'],
];

const ALREADY_TYPED = /^(feat|fix|docs|style|refactor|perf|test|build|ci|chore|revert)(\([^)]*\))?!?: /;

/** The longest first line, in UTF-16 code units. */
const SUBJECT_LIMIT = 100;

/** The message of a task's commit: a Conventional Commits subject from the title, and trailers that lead back to the task. */
export function commitMessage(task: Pick<TaskRecord, 'key' | 'spec'>, run: string, attempt: number): string {
  // A commit closes issues, too, once it is on the default branch.
  const title = neutraliseTitle(task.spec.title) || task.key;
  const subject = ALREADY_TYPED.test(title) ? title : `${typeOf(title)}: ${lowerFirst(title)}`;
  const trailers = [`Planwright-Task: ${task.key}`, `Planwright-Run: ${run}`, `Planwright-Attempt: ${attempt}`];
  return `${shorten(subject)}\n\n${trailers.join('\n')}\n`;
}

function typeOf(title: string): string {
  return TYPES.find(([pattern]) => pattern.test(title))?.[1] ?? 'feat';
}

/** A lower-case first letter, except where the first word is a name or an acronym (`ISO dates`, `GitHub`). */
function lowerFirst(title: string): string {
  return /^[A-Z][a-z]+(?![A-Za-z])/.test(title) ? title.charAt(0).toLowerCase() + title.slice(1) : title;
}

/** Cut without halving a character outside the Basic Multilingual Plane. */
function shorten(subject: string): string {
  if (subject.length <= SUBJECT_LIMIT) return subject;
  const kept = subject.slice(0, SUBJECT_LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
}
