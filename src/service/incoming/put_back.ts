import type { CommentEvent } from './comment_event.ts';
import { type Handled, ignored } from './handled.ts';
import type { Occasion } from './occasion.ts';
import { isRefusedTooOften } from './refused_too_often.ts';

/** Whoever may not edit a comment of ours leaves nothing in the database: it is written back at once, or not at all. */
export async function putBack(occasion: Occasion, { id, body, before }: CommentEvent['comment']): Promise<Handled> {
  const { github, repository } = occasion;
  if (await isRefusedTooOften(occasion))
    return ignored('Its sender may not answer here, and too many were refused this hour.');
  const isPut = await github.putBack(repository, { comment: id, edited: body, before: before ?? '' });
  return isPut
    ? { kind: 'refused', note: 'Its sender may not answer here; the comment is written back as it was.' }
    : ignored('Its sender may not answer here; the comment could not be written back at once, or was written anew.');
}
