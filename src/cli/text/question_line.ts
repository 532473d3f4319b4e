import type { QuestionView } from '../../protocol/questions.ts';
import { printable } from '../terminal/printable.ts';
import { ownCommand } from './own_command.ts';

/** A question with its options: `Q1: keep legacy_id? [keep/drop]`. */
export function questionText({ n, text, options }: Pick<QuestionView, 'n' | 'text' | 'options'>): string {
  return `Q${n}: ${text}${options.length === 0 ? '' : ` [${options.join('/')}]`}`;
}

/** The words of the command that answers a question: with its first option, or with words of one's own. */
export function answerWords({ n, options }: Pick<QuestionView, 'n' | 'options'>): readonly string[] {
  return ['answer', `Q${n}`, options[0] ?? 'TEXT'];
}

/** An open question as a line that says how to answer it. */
export function questionLine(
  variables: Readonly<Record<string, string | undefined>>,
  question: Pick<QuestionView, 'n' | 'task' | 'text' | 'options'>,
  repo: string | undefined,
): string {
  const command = ownCommand(variables, answerWords(question), repo);
  return printable(`? ${question.task}  asks  ${questionText(question)}   ${command}`);
}
