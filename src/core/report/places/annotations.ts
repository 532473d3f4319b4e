import type { Place } from '../../effects/place.ts';
import { pathAmong } from './path_among.ts';

/** As many as GitHub takes with one request. */
export const ANNOTATIONS_LIMIT = 50;

/** A remark at a line of a file of the repository. */
export type Annotation = Pick<Place, 'line' | 'column' | 'level' | 'message'> & {
  /** From the repository's root. */
  readonly path: string;
};

/** The places in files that were changed, the first {@link ANNOTATIONS_LIMIT}; `more` says how many are left out. */
export function annotationsIn(
  places: readonly Place[],
  changed: readonly string[],
): { readonly annotations: readonly Annotation[]; readonly more: number } {
  const found = new Map<string, Annotation>();
  const stacks = new Set<number>();
  for (const { path: written, stack, ...place } of places) {
    if (stack !== undefined && stacks.has(stack)) continue;
    const path = pathAmong(changed, written);
    if (path === null) continue;
    if (stack !== undefined) stacks.add(stack);
    const key = `${path}:${place.line}:${place.message}`;
    if (!found.has(key)) found.set(key, { path, ...place });
  }
  const all = [...found.values()];
  return { annotations: all.slice(0, ANNOTATIONS_LIMIT), more: Math.max(0, all.length - ANNOTATIONS_LIMIT) };
}
