import type { z } from 'zod';
import type { TaskState } from '../../protocol/states.ts';
import type { Tone } from '../terminal/style.ts';

type State = z.infer<typeof TaskState>;

/** One sign and tone for each state of a task; the sign alone tells it where there is no colour. */
export const GLYPHS: Readonly<Record<State, { readonly sign: string; readonly tone: Tone }>> = {
  pending: { sign: '·', tone: 'faint' },
  ready: { sign: '·', tone: 'faint' },
  running: { sign: '▶', tone: 'busy' },
  blocked: { sign: '?', tone: 'busy' },
  retrying: { sign: '↻', tone: 'busy' },
  in_review: { sign: '▷', tone: 'busy' },
  succeeded: { sign: '✓', tone: 'good' },
  failed: { sign: '✗', tone: 'bad' },
  quarantined: { sign: '✗', tone: 'bad' },
  skipped: { sign: '–', tone: 'faint' },
  canceled: { sign: '–', tone: 'faint' },
};
