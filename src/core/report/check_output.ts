import type { CheckText } from '../effects/effect.ts';
import { ANNOTATIONS_LIMIT, type Annotation, annotationsIn } from './places/annotations.ts';
import { GITHUB_TEXT_LIMIT, shorten } from './shorten.ts';

/** What a check run shows: its texts, and remarks at the lines of changed files that its output names. */
export type CheckOutput = Pick<CheckText, 'title' | 'summary' | 'text'> & {
  readonly annotations: readonly Annotation[];
};

/** `changed`: the paths that the checked work changed; only they carry remarks. */
export function checkOutput({ title, summary, text, places }: CheckText, changed: readonly string[]): CheckOutput {
  const { annotations, more } = annotationsIn(places, changed);
  if (more === 0) return { title, summary, text, annotations };
  const left = `\n\n${ANNOTATIONS_LIMIT} of ${ANNOTATIONS_LIMIT + more} places are marked in the files; the output names the others.`;
  return { title, summary: `${shorten(summary, GITHUB_TEXT_LIMIT - left.length)}${left}`, text, annotations };
}
