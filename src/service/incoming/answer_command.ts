import type { RunRecord } from '../../core/records.ts';
import { giveAnswer } from '../commands/answer_question.ts';
import { type NamedRun, requireQuestion } from '../commands/require_question.ts';
import { requireSeen } from '../commands/require_seen.ts';
import { answerMeant, requireWords } from './answer_meant.ts';
import { rememberAnswered } from './answered_by.ts';
import { type Occasion, saidAt } from './occasion.ts';
import type { CommandOutcome, WithRun } from './order.ts';

/** `/planwright answer`, and what a comment says to a question without that. */
export async function answerCommand(
  occasion: Occasion,
  { run, subject, command, comment, also }: WithRun<'answer'>,
): Promise<CommandOutcome> {
  const { deps, sender } = occasion;
  const { about, text, isNumbered } = await answerMeant(
    occasion,
    { run, task: subject?.task ?? null },
    command.argument,
  );
  const question = await requireQuestion(deps, namedRun(occasion, run), about);
  requireWords(question, text);
  if (!isNumbered) await requireSeen(deps.store.read, question, { words: text, at: comment.updatedAt });
  const remembered = await rememberAnswered(occasion, comment, question.id);
  await giveAnswer(deps, question.id, { text, by: sender.login, at: saidAt(occasion, comment) }, [...also, remembered]);
  return { kind: 'taken' };
}

/** A run as people name it who read about it on GitHub. */
export function namedRun({ repository }: Occasion, { id, issue }: RunRecord): NamedRun {
  return { id, name: `${repository.name}#${issue}` };
}
