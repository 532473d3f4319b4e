import { atxHeading } from '../plan/markdown/atx_heading.ts';
import type { Plan } from '../plan/plan.ts';

/** Titles and headings that name a part of the page and not what it is about. */
const generic =
  /^(?:(?:the|a|my|our) )?(?:plan|tasks?|context|goals?|background|overview|summary|motivation|introduction|why|what|notes?)\W*$/i;

/** What the plan is about: its title, or the first heading of its context, whichever tells; null where none does. */
export function planHeadline({ title = '', context }: Pick<Plan, 'title' | 'context'>): string | null {
  const headings = prose(context).flatMap((block) => atxHeading(block.split('\n', 1)[0] ?? '') ?? []);
  return [title, ...headings].find((line) => line !== '' && !generic.test(line)) ?? null;
}

/** The first paragraph of the context, which says why; null where it has none. */
export function planReason({ context }: Pick<Plan, 'context'>): string | null {
  return (
    prose(context)
      .map((block) => block.replace(/^#{1,6}[ \t].*(?:\n|$)/, '').trim())
      .find((block) => block !== '') ?? null
  );
}

/** The blocks of a text between blank lines, without code, comments and HTML. */
function prose(context: string): readonly string[] {
  return context
    .replace(/^(`{3,}|~{3,}).*?(?:^\1[`~]*[ \t]*$|$(?![\s\S]))/gms, '')
    .split(/\n[ \t]*\n/)
    .map((block) => block.trim())
    .filter((block) => block !== '' && !block.startsWith('<'));
}
