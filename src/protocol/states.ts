import { z } from 'zod';

/** The states of a run. What leads from one state to another stands in core's state machines. */
export const RunState = z.enum([
  'pending',
  'running',
  'paused',
  'in_review',
  'succeeded',
  'failed',
  'quarantined',
  'canceled',
]);
export type RunState = z.infer<typeof RunState>;

/** The states of a task. */
export const TaskState = z.enum([
  'pending',
  'ready',
  'running',
  'blocked',
  'retrying',
  'in_review',
  'succeeded',
  'failed',
  'quarantined',
  'skipped',
  'canceled',
]);
export type TaskState = z.infer<typeof TaskState>;

/** The states of an attempt. */
export const AttemptState = z.enum([
  'leased',
  'running',
  'succeeded',
  'failed',
  'blocked',
  'timed_out',
  'canceled',
  'lost',
]);
export type AttemptState = z.infer<typeof AttemptState>;
