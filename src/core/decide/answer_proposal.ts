import type { Decision, Surroundings } from '../decision.ts';
import { effectOfKind, type Sent, settled, unexpectedAnswer } from './sent.ts';

/** The answer of `show_proposal`: from now on people can approve what they see. */
export function answerProposal(sent: Sent, around: Pick<Surroundings, 'now'>): Decision<null> {
  const builder = settled(sent, around.now);
  const { proposal } = effectOfKind(sent, 'show_proposal');
  const { answer } = sent;
  switch (answer.kind) {
    case 'plan_shown':
      builder.change({ kind: 'note_proposal_shown', proposal, at: answer.at });
      break;
    // The issue is gone or locked, GitHub said no, or another plan is shown in its place.
    case 'done':
    case 'refused':
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('show_proposal', answer.kind);
  }
  return builder.result(null);
}

/** The answer of `show_diff`: where an edit waits for approval, people can approve it from now on. */
export function answerDiff(sent: Sent, around: Pick<Surroundings, 'now'>): Decision<null> {
  const builder = settled(sent, around.now);
  const { answer } = sent;
  if (answer.kind === 'edit_shown') {
    builder.change({ kind: 'note_proposal_shown', proposal: answer.proposal, at: answer.at });
  }
  return builder.result(null);
}
