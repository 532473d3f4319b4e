import type { Decision, Surroundings } from '../decision.ts';
import type { RunSlice } from '../slices.ts';
import { seen } from './notice.ts';
import { goOn } from './resume_run.ts';
import { type Sent, settled, unexpectedAnswer } from './sent.ts';

/** The answer of `restore_integration`: with its branch whole again the paused run goes on; else it stays paused, told why. */
export function answerRestore({ run }: Pick<RunSlice, 'run'>, sent: Sent, around: Surroundings): Decision<null> {
  const builder = settled(sent, around.now);
  const { answer } = sent;
  switch (answer.kind) {
    case 'done':
      if (run.state === 'paused') goOn(builder, run, around.now);
      break;
    case 'refused':
      builder.event(seen(run, `The integration branch could not be made again: ${answer.message}`));
      break;
    case 'superseded':
      break;
    default:
      throw unexpectedAnswer('restore_integration', answer.kind);
  }
  return builder.result(null);
}
