import type { IncomingBody } from '../../core/incoming/incoming_event.ts';
import { dropFindings } from '../observations/drop_findings.ts';
import { settlingForGood } from './acted_upon.ts';
import { type Handled, ignored, SETTLED } from './handled.ts';
import { mayCommand, type Occasion, savingNames, settingsOf } from './occasion.ts';
import { subjectOfPull } from './subject_of_pull.ts';

/** Somebody resolved a thread before an attempt began with it: nothing is to be done about it any more. */
export async function handleThreadResolved(
  occasion: Occasion,
  { pull, comments }: Extract<IncomingBody, { kind: 'thread_resolved' }>,
): Promise<Handled> {
  const subject = await subjectOfPull(occasion, pull);
  if (subject === null) return ignored('The pull request is none of a run.');
  if (!(await mayCommand(occasion, await settingsOf(occasion)))) return ignored('Its sender may not command here.');
  const also = [...(await savingNames(occasion)), ...settlingForGood(occasion, 'A thread was resolved.')];
  await dropFindings(occasion.deps, subject.run.id, { comments }, also);
  return SETTLED;
}
