import { neutralise } from './neutralise.ts';

const BEGIN = '<!-- planwright:begin -->';
const END = '<!-- planwright:end -->';

/** A proposed plan as people see it: harmless, without blank lines around it. */
export function proposedText(written: string): string {
  return neutralise(written)
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

/** The part of a comment that holds a proposed plan, to be edited there. */
export function planSection(text: string): string {
  return `${BEGIN}\n\n${text}\n\n${END}`;
}

/** The proposed plan in a comment, as somebody left it; null: there is none. */
export function planInComment(comment: string): string | null {
  const [begin, end] = placesOf(comment);
  return begin === -1 || end < begin ? null : comment.slice(begin + BEGIN.length, end);
}

/** A comment without the plan in it, so that nothing in that is taken for what the comment itself says. */
export function withoutPlan(comment: string): string {
  const [begin, end] = placesOf(comment);
  return begin === -1 || end < begin ? comment : `${comment.slice(0, begin)}${comment.slice(end + END.length)}`;
}

/** No harmless text holds either mark. */
function placesOf(comment: string): readonly [number, number] {
  return [comment.indexOf(BEGIN), comment.lastIndexOf(END)];
}
