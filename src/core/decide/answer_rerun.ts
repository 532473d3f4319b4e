import type { Decision, Surroundings } from '../decision.ts';
import type { FindingRecord } from '../finding/finding_record.ts';
import { checkKey } from '../finding/finding_record.ts';
import type { TaskSlice } from '../slices.ts';
import { effectOfKind, type Sent, settled, unexpectedAnswer } from './sent.ts';

/** The answer of `rerun_check`: where a check cannot be run once more, its one failure counts. */
export function answerRerun(
  { task }: TaskSlice,
  sent: Sent,
  findings: readonly FindingRecord[],
  around: Pick<Surroundings, 'now'>,
): Decision<null> {
  const builder = settled(sent, around.now);
  const { name, commit } = effectOfKind(sent, 'rerun_check');
  const key = checkKey({ name, commit });
  const held = findings.find((finding) => finding.key === key && finding.state === 'held');
  switch (sent.answer.kind) {
    case 'cannot_rerun':
    case 'refused':
      if (held?.content.kind === 'check' && held.task === task.id) {
        builder.change({ kind: 'open_check', finding: held.id, content: held.content, dueAt: around.now });
      }
      break;
    case 'done':
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('rerun_check', sent.answer.kind);
  }
  return builder.result(null);
}
