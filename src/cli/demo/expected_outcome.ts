import type { z } from 'zod';
import type { FailureClass } from '../../protocol/outcome.ts';
import type { TaskState } from '../../protocol/states.ts';

/** How a task of the demonstration has to end. */
export type ExpectedTask = {
  readonly state: z.infer<typeof TaskState>;
  readonly attempts: number;
  /** Class of the failure that decided. */
  readonly class?: FailureClass;
};

/** What the demonstration has to come to, exactly. */
export const EXPECTED_TASKS: Readonly<Record<string, ExpectedTask>> = {
  outline: { state: 'succeeded', attempts: 1 },
  opening: { state: 'succeeded', attempts: 1 },
  closing: { state: 'succeeded', attempts: 1 },
  book: { state: 'succeeded', attempts: 1 },
  glossary: { state: 'succeeded', attempts: 2 },
  cover: { state: 'succeeded', attempts: 1 },
  poster: { state: 'succeeded', attempts: 1 },
  audiobook: { state: 'failed', attempts: 1, class: 'timeout' },
  translation: { state: 'failed', attempts: 2, class: 'agent_error' },
  edition: { state: 'skipped', attempts: 0 },
};

/** Tasks that want the same lock, so that no two of them are ever at work at once. */
export const ONE_AT_A_TIME: readonly string[] = ['cover', 'poster'];

/** All files of the integration branch in the end. */
export const EXPECTED_FILES: Readonly<Record<string, string>> = {
  'README.md': '# A small book\n',
  'outline.txt': 'Outline: an opening and a closing.\n',
  'opening.txt': 'Opening: a seed falls.\n',
  'closing.txt': 'Closing: a tree stands.\n',
  'book.txt': 'Outline: an opening and a closing.\nOpening: a seed falls.\nClosing: a tree stands.\n',
  'glossary.txt': 'seed\ntree\n',
  'cover.txt': 'A cover\n',
  'poster.txt': 'A poster\n',
};

/** All branches in the end. */
export function expectedBranches(prefix: string): string[] {
  const merged = Object.entries(EXPECTED_TASKS).filter(([, task]) => task.state === 'succeeded');
  return ['main', `${prefix}/plan`, ...merged.map(([key]) => `${prefix}/${key}`)].toSorted();
}
