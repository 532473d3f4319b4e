import type { EventView } from '../../src/protocol/views.ts';

/** Whom SIGKILL meets: who serves the runs, the runner, or both in the same moment. */
export type Victim = 'service' | 'runner' | 'both';

/** The moment: an event of the run, something that an agent tells, or a ref that a runner has pushed. */
export type Moment =
  | { readonly kind: 'event'; readonly event: string; readonly task?: string; readonly to?: string }
  | { readonly kind: 'agent'; readonly what: 'began' | 'ended'; readonly task: string }
  /** Its file is written and it waits: what it has done so far must not be lost. */
  | { readonly kind: 'holding'; readonly task: string }
  | { readonly kind: 'pushed'; readonly task: string };

export type Point = { readonly victim: Victim; readonly at: Moment };

const event = (name: string, task?: string, to?: string): Moment => ({
  kind: 'event',
  event: name,
  ...(task === undefined ? {} : { task }),
  ...(to === undefined ? {} : { to }),
});

/** From before the run has begun to after its last merge. */
export const POINTS: readonly Point[] = [
  { victim: 'service', at: event('run_created') },
  { victim: 'service', at: event('run_moved', undefined, 'running') },
  { victim: 'service', at: event('attempt_leased', 'base') },
  { victim: 'runner', at: event('attempt_leased', 'base') },
  { victim: 'both', at: event('attempt_started', 'base') },
  { victim: 'runner', at: { kind: 'agent', what: 'began', task: 'base' } },
  { victim: 'runner', at: { kind: 'holding', task: 'base' } },
  { victim: 'service', at: { kind: 'holding', task: 'left' } },
  { victim: 'both', at: { kind: 'holding', task: 'right' } },
  { victim: 'runner', at: { kind: 'agent', what: 'ended', task: 'locked-one' } },
  { victim: 'both', at: { kind: 'agent', what: 'ended', task: 'locked-two' } },
  { victim: 'runner', at: { kind: 'pushed', task: 'left' } },
  { victim: 'both', at: { kind: 'pushed', task: 'generated' } },
  { victim: 'service', at: event('attempt_succeeded', 'right') },
  { victim: 'runner', at: event('attempt_succeeded', 'base') },
  { victim: 'both', at: event('task_published', 'left') },
  { victim: 'service', at: event('task_merged', 'base') },
  { victim: 'both', at: event('attempt_ended', 'checked') },
  { victim: 'service', at: event('task_moved', 'checked', 'retrying') },
  { victim: 'runner', at: event('attempt_started', 'checked') },
  { victim: 'service', at: event('attempt_leased', 'plan') },
  { victim: 'both', at: event('task_merged', 'roof') },
];

/** How a point is called in a test's name. */
export function nameOf({ victim, at }: Point): string {
  const who = victim === 'both' ? 'service and runner' : victim;
  switch (at.kind) {
    case 'event': {
      const about = [at.task, at.to].filter((word) => word !== undefined);
      return `${who} at ${[at.event, ...about].join(' ')}`;
    }
    case 'agent':
      return `${who} when the agent of ${at.task} ${at.what}`;
    case 'holding':
      return `${who} in the middle of the work of ${at.task}`;
    case 'pushed':
      return `${who} when ${at.task} was pushed`;
    default:
      return at satisfies never;
  }
}

/** Whether an event is that of the moment. */
export function isMoment(moment: Extract<Moment, { kind: 'event' }>, { kind, task, data }: EventView): boolean {
  const { event: name, task: wanted, to } = moment;
  return kind === name && (wanted === undefined || task === wanted) && (to === undefined || data.to === to);
}
