import type { QuestionView } from '../../protocol/questions.ts';
import { printable } from '../terminal/printable.ts';
import { ownCommand } from './own_command.ts';

/** A question with its options: `Q1: keep legacy_id? [keep/drop]`. */
export function questionText({ n, text, options }: Pick<QuestionView, 'n' | 'text' | 'options'>): string {
  return `Q${n}: ${text}${options.length === 0 ? '' : ` [${options.join('/')}]`}`;
}

/** An open question as a line that says how to answer it. */
export function questionLine(
  variables: Readonly<Record<string, string | undefined>>,
  question: Pick<QuestionView, 'n' | 'task' | 'text' | 'options'>,
  repo: string | undefined,
): string {
  const answer = question.options[0] ?? 'TEXT';
  const command = ownCommand(variables, ['answer', `Q${question.n}`, answer], repo);
  return printable(`? ${question.task}  asks  ${questionText(question)}   ${command}`);
}
