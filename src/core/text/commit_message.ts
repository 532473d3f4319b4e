import type { TaskRecord } from '../records.ts';
import { commitSubject } from './commit_subject.ts';

/** The longest first line, in UTF-16 code units. */
const SUBJECT_LIMIT = 100;

/** The message of a task's commit: a Conventional Commits subject from the title, and trailers that lead back to the task. */
export function commitMessage(task: Pick<TaskRecord, 'key' | 'spec'>, run: string, attempt: number): string {
  const subject = commitSubject(task.spec.title) || `feat: ${task.key}`;
  const trailers = [`Planwright-Task: ${task.key}`, `Planwright-Run: ${run}`, `Planwright-Attempt: ${attempt}`];
  return `${shorten(subject)}\n\n${trailers.join('\n')}\n`;
}

/** Cut without halving a character outside the Basic Multilingual Plane. */
function shorten(subject: string): string {
  if (subject.length <= SUBJECT_LIMIT) return subject;
  const kept = subject.slice(0, SUBJECT_LIMIT - 1).replace(/[\uD800-\uDBFF]$/, '');
  return `${kept.trimEnd()}…`;
}
