import type { Subject } from '../observations/subject.ts';
import type { CommentEvent } from './comment_event.ts';
import type { Occasion } from './occasion.ts';
import { subjectOfPull } from './subject_of_pull.ts';

/** What a comment is about. Looked up anew for every command, since the one before it may have changed it. */
export async function subjectOfComment(occasion: Occasion, { issue }: CommentEvent): Promise<Subject | null> {
  const { deps, repository, isKnown } = occasion;
  if (issue.isPull) return subjectOfPull(occasion, { number: issue.number, head: null });
  const run = isKnown ? await deps.store.read.newestRun(repository.id, String(issue.number)) : null;
  return run === null ? null : { run, task: null };
}
