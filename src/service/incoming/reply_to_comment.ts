import { createHash } from 'node:crypto';
import type { Change } from '../../core/changes.ts';
import type { ReactionContent } from '../../core/effects/effect.ts';
import type { NewEffect } from '../../core/effects/new_effect.ts';
import type { RepositoryRecord } from '../../core/records.ts';
import { showRun } from '../../core/run/run_effects.ts';
import { commit } from '../commit.ts';
import type { CommentEvent } from './comment_event.ts';
import { forgetStatus } from './forget_status.ts';
import { settling } from './handled.ts';
import { noteUnlessOvertaken } from './note_issue.ts';
import { nameAgain, type Occasion } from './occasion.ts';
import type { CommandOutcome } from './order.ts';

/** What shows that a command was read, whatever became of it. */
const REACTIONS: Readonly<Record<CommandOutcome['kind'], ReactionContent>> = {
  taken: '+1',
  told: 'eyes',
  misread: 'confused',
};

/**
 * Replies to a comment as a whole: one comment at most, in the order of what it says, and a reaction for each kind of outcome. Ends the
 * delivery; `remember` lands with it.
 */
export async function replyToComment(
  occasion: Occasion,
  event: CommentEvent,
  outcomes: readonly CommandOutcome[],
  remember: readonly Change[],
): Promise<void> {
  const { deps } = occasion;
  const replies = new Set(outcomes.flatMap(({ reply }) => reply ?? []));
  const reactions = new Set(outcomes.map(({ kind }) => REACTIONS[kind]));
  const shown = new Set(outcomes.flatMap((each) => (each.kind === 'taken' ? (each.show ?? []) : [])));
  const overtakes = outcomes.some((each) => each.kind === 'told' && each.overtakes === true);
  await commit(deps, 'reply_to_comment', async (read) => {
    const { repository, saving } = await nameAgain(read, occasion);
    const noted = overtakes ? await noteUnlessOvertaken(read, repository, event.issue) : [];
    const forgotten = await Promise.all([...shown].map((run) => forgetStatus(read, run)));
    return {
      changes: [
        ...saving,
        ...forgotten.flat(),
        ...noted,
        ...remember,
        settling(occasion, `It was answered: ${outcomes.map(({ kind }) => kind).join(', ')}.`),
      ],
      events: [],
      effects: [
        ...[...reactions].map((content) => reactTo(event, repository, content, deps.newId())),
        ...(replies.size === 0 ? [] : [replyTo(event, repository, [...replies].join('\n\n'), deps.newId())]),
        // The status comment is what shows how a run stands; no second one is written.
        ...[...shown].map((run) => showRun(run, deps.newId())),
      ],
      result: null,
    };
  });
}

/**
 * What is said of an edit is another reply than what was said of the comment before, and the same as what was said of another edit in the
 * same words: that is written once.
 */
function replyTo(
  { action, issue, comment }: CommentEvent,
  { id: repository }: RepositoryRecord,
  text: string,
  id: string,
): NewEffect {
  const edit = action === 'edited' ? { edit: numberOf(text) } : {};
  const effect = { kind: 'reply', issue: issue.number, to: comment.id, ...edit, text } as const;
  return { id, lane: `reply:${comment.id}`, run: null, repository, effect };
}

/** 32 bits of what the text is. */
function numberOf(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0);
}

function reactTo(
  { comment }: CommentEvent,
  { id: repository }: RepositoryRecord,
  content: ReactionContent,
  id: string,
): NewEffect {
  const effect = { kind: 'react', comment: comment.id, content } as const;
  return { id, lane: `react:${comment.id}`, run: null, repository, effect };
}
