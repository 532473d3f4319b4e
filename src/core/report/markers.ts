/**
 * Hidden marks by which Planwright finds again what it wrote on GitHub. They are part of the outside contract.
 */
export type Marker =
  /** The status comment of a run. */
  | { readonly kind: 'status'; readonly run: string }
  /** The comment about a plan that does not run (yet); the run adopts it later. */
  | { readonly kind: 'plan'; readonly issue: number }
  /** The comment about edits of a run's plan. */
  | { readonly kind: 'diff'; readonly run: string }
  /** The pull request of a task. */
  | { readonly kind: 'task'; readonly run: string; readonly task: string }
  /** The answer to a comment. */
  | { readonly kind: 'reply'; readonly to: number }
  /** The final report of a run. */
  | { readonly kind: 'report'; readonly run: string }
  /** A question, 3 being Q3, and what reminds of it. */
  | { readonly kind: 'question'; readonly run: string; readonly n: number }
  | { readonly kind: 'reminder'; readonly run: string; readonly n: number };

/** Marks the status comment of a run. */
export function statusMarker(run: string): string {
  return `<!-- planwright:status run=${run} -->`;
}

/** Marks the comment about a plan before there is a run: its mistakes, its making, what waits for approval, its withdrawal. */
export function planMarker(issue: number): string {
  return `<!-- planwright:status plan=${issue} -->`;
}

/** Marks the comment about edits of a run's plan. */
export function diffMarker(run: string): string {
  return `<!-- planwright:diff run=${run} -->`;
}

/** Marks the pull request of a task. */
export function taskMarker(run: string, task: string): string {
  return `<!-- planwright:task run=${run} task=${task} -->`;
}

/** Marks the answer of an attempt in a thread of a review. */
export function threadMarker(run: string, task: string, attempt: number, thread: number): string {
  return `<!-- planwright:task run=${run} task=${task} attempt=${attempt} thread=${thread} -->`;
}

/** Marks the answer to the comment of this id, or to an edit of it at that time. */
export function replyMarker(commentId: number, edit?: number): string {
  return `<!-- planwright:reply to=${commentId}${edit === undefined ? '' : ` edit=${edit}`} -->`;
}

/** Marks the final report of a run. */
export function reportMarker(run: string): string {
  return `<!-- planwright:report run=${run} -->`;
}

/** Marks the comment of a question by its number, 3 being Q3. */
export function questionMarker(run: string, n: number): string {
  return `<!-- planwright:question run=${run} q=${n} -->`;
}

/** Marks what reminds of a question. */
export function reminderMarker(run: string, n: number): string {
  return `<!-- planwright:reminder run=${run} q=${n} -->`;
}

const comment = '<!-- planwright:([a-z]+ [^<>\\r\\n]{1,300}) -->';
const atStart = new RegExp(`^${comment}(?=\\r?\\n|\\s*$)`);
const atEnd = new RegExp(`(?:^|\\n)${comment}\\s*$`);

const forms: readonly (readonly [RegExp, (values: readonly string[]) => Marker])[] = [
  [/^status run=(\S+)$/, ([run = '']) => ({ kind: 'status', run })],
  [/^status plan=(\d{1,15})$/, ([issue]) => ({ kind: 'plan', issue: Number(issue) })],
  [/^diff run=(\S+)$/, ([run = '']) => ({ kind: 'diff', run })],
  [/^task run=(\S+) task=(\S+)$/, ([run = '', task = '']) => ({ kind: 'task', run, task })],
  [/^reply to=(\d{1,15})(?: edit=\d{1,15})?$/, ([to]) => ({ kind: 'reply', to: Number(to) })],
  [/^report run=(\S+)$/, ([run = '']) => ({ kind: 'report', run })],
  [/^question run=(\S+) q=(\d{1,9})$/, ([run = '', n]) => ({ kind: 'question', run, n: Number(n) })],
  [/^reminder run=(\S+) q=(\d{1,9})$/, ([run = '', n]) => ({ kind: 'reminder', run, n: Number(n) })],
];

/**
 * The mark of a comment or body: on its very first or very last line, with nothing beside it. Anywhere else it is
 * somebody's quotation.
 */
export function findMarker(text: string): Marker | null {
  return read(atStart.exec(text)?.[1]) ?? read(atEnd.exec(text.slice(-400))?.[1]);
}

function read(content: string | undefined): Marker | null {
  if (content === undefined) return null;
  for (const [form, make] of forms) {
    const match = form.exec(content);
    if (match) return make(match.slice(1));
  }
  return null;
}
