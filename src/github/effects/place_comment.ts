import type { Shown } from '../../core/shown.ts';
import { isOutOfReach, isRefusal } from '../clients/github_error.ts';
import { carrying, ownComments } from '../read/comments.ts';
import { digestOf, sameText } from './digest.ts';
import type { EffectCall } from './effect_call.ts';
import { marked } from './marked.ts';

/** A comment that is edited in place. */
type FoundComment = {
  readonly issue: number;
  readonly text: string;
  /** What it carries. */
  readonly marker: string;
  /** What it may have carried until now: such a comment is taken over. */
  readonly formerMarkers: readonly string[];
  /** Whether it is written where there is none; default: it is. */
  readonly mayPost?: boolean;
};

/** One that is remembered under `subject`, so that it is not looked for. */
export type PlacedComment = FoundComment & { readonly subject: string; readonly what: Shown['what'] };

/**
 * Brings the comment up to date: the remembered one, else the one with a marker, else a new one. One that says the same already
 * costs no request. null: the issue is gone or locked, so there is nowhere to write.
 */
export async function placeComment(call: EffectCall, placed: PlacedComment): Promise<Shown | null> {
  const digest = digestOf([placed.marker, placed.text]);
  const before = call.target.shown.find(({ subject, what }) => subject === placed.subject && what === placed.what);
  if (before?.digest === digest && before.number !== null) return before;
  const number = await unlessOutOfReach(
    async () => (await editKnown(call, before?.number ?? null, placed)) ?? (await editFound(call, placed))?.id ?? null,
  );
  return number === null ? null : { subject: placed.subject, what: placed.what, number, digest };
}

/**
 * Brings the comment with a marker up to date, else writes one; says since when it stands so, by GitHub's clock. null: the issue is
 * gone or locked.
 */
export async function placeFound(call: EffectCall, placed: FoundComment): Promise<number | null> {
  const placing = await unlessOutOfReach(() => editFound(call, placed));
  return placing?.updatedAt ?? null;
}

/** The same for one that is remembered, whatever is remembered of it. */
export async function placeAnew(
  call: EffectCall,
  placed: PlacedComment,
): Promise<{ readonly shown: Shown; readonly at: number } | null> {
  const placing = await unlessOutOfReach(() => editFound(call, placed));
  if (placing === null) return null;
  const { subject, what, marker, text } = placed;
  return { shown: { subject, what, number: placing.id, digest: digestOf([marker, text]) }, at: placing.updatedAt };
}

type Placing = { readonly id: number; readonly updatedAt: number };

async function unlessOutOfReach<Placed>(place: () => Promise<Placed | null>): Promise<Placed | null> {
  try {
    return await place();
  } catch (error) {
    if (isOutOfReach(error)) return null;
    throw error;
  }
}

/** null: people deleted it, or none is known. */
async function editKnown(
  { octokit, named }: EffectCall,
  id: number | null,
  { text, marker }: FoundComment,
): Promise<number | null> {
  if (id === null) return null;
  const body = marked(text, marker);
  try {
    await octokit.rest.issues.updateComment({ ...named, comment_id: id, body, request: { missingIsFine: true } });
    return id;
  } catch (error) {
    if (isRefusal(error, 404, 410)) return null;
    throw error;
  }
}

async function editFound(call: EffectCall, placed: FoundComment): Promise<Placing | null> {
  const { octokit, named } = call;
  const comments = await ownComments(call, placed.issue);
  if (comments === null) return null;
  const body = marked(placed.text, placed.marker);
  const found = carrying(comments, placed.marker, ...placed.formerMarkers);
  if (found === undefined && placed.mayPost === false) return null;
  if (found === undefined) {
    const { data } = await octokit.rest.issues.createComment({ ...named, issue_number: placed.issue, body });
    return { id: data.id, updatedAt: Date.parse(data.updated_at) || 0 };
  }
  if (sameText(found.body, body)) return found;
  const { data } = await octokit.rest.issues.updateComment({ ...named, comment_id: found.id, body });
  return { id: data.id, updatedAt: Date.parse(data.updated_at) || 0 };
}
