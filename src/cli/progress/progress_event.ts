import { z } from 'zod';
import { FailureClass } from '../../protocol/outcome.ts';
import { RunState, TaskState } from '../../protocol/states.ts';
import { Amounts } from '../../protocol/usage.ts';
import { type EventView, ReasonView } from '../../protocol/views.ts';

const Reason = ReasonView.optional();

/** The events that progress is drawn from, with the fields in use; all others change nothing that is shown. */
export const ProgressEvent = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('run_moved'), to: RunState, reason: Reason }),
  z.object({ kind: z.literal('run_cancel_requested'), how: z.string(), by: z.string() }),
  z.object({ kind: z.literal('task_moved'), to: TaskState, reason: Reason, delayMs: z.number().optional() }),
  z.object({ kind: z.literal('task_cancel_requested'), how: z.string(), by: z.string() }),
  z.object({ kind: z.literal('attempt_leased'), runner: z.string(), agent: z.string().nullable() }),
  z.object({ kind: z.literal('attempt_progress'), text: z.string() }),
  z.object({ kind: z.literal('attempt_ended'), class: FailureClass, message: z.string() }),
  z.object({ kind: z.literal('attempt_given_back'), message: z.string() }),
  z.object({ kind: z.literal('attempt_revived') }),
  z.object({ kind: z.literal('merge_conflict'), paths: z.array(z.string()) }),
  z.object({
    kind: z.literal('question_asked'),
    n: z.number(),
    text: z.string(),
    options: z.array(z.string()),
    default: z.string().nullable(),
    deadlineAt: z.number().nullable(),
    isWithOrchestrator: z.literal(true).optional(),
  }),
  z.object({ kind: z.literal('question_passed_on'), n: z.number(), because: z.string() }),
  z.object({ kind: z.literal('question_reminded'), n: z.number() }),
  z.object({ kind: z.literal('question_answered'), n: z.number(), answer: z.string(), by: z.string() }),
  z.object({ kind: z.literal('question_expired'), n: z.number(), answer: z.string() }),
  z.object({ kind: z.literal('question_withdrawn'), n: z.number() }),
  z.object({ kind: z.literal('budget_spent'), used: z.string() }),
  z.object({ kind: z.literal('budget_changed'), to: Amounts, by: z.string() }),
  z.object({ kind: z.enum(['plan_edited', 'plan_edit_proposed', 'plan_edit_refused']), by: z.string() }),
  z.object({ kind: z.literal('retry_requested'), by: z.string() }),
  z.object({ kind: z.literal('task_taken'), by: z.string() }),
  z.object({ kind: z.literal('task_returned'), by: z.string() }),
]);
export type ProgressEvent = z.infer<typeof ProgressEvent>;

/** Those that are about the run as a whole, and no task. */
export type OfRun = Extract<ProgressEvent, { readonly kind: `run_${string}` | `budget_${string}` | `plan_${string}` }>;

/** Those that may be about a task. */
export type OfTask = Exclude<ProgressEvent, OfRun>;

/** Reads an event, or gives undefined where it changes nothing that is shown. */
export function readProgressEvent(event: EventView): ProgressEvent | undefined {
  const parsed = ProgressEvent.safeParse({ ...event.data, kind: event.kind });
  return parsed.success ? parsed.data : undefined;
}

/** Whether it is about the run as a whole. */
export function isOfRun(read: ProgressEvent): read is OfRun {
  return /^(run|budget|plan)_/.test(read.kind);
}
