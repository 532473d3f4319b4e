import { defaultText, exampleAnswer, type Settling } from '../../core/text/default_text.ts';
import type { RunResponse } from '../../protocol/operator.ts';
import type { QuestionView } from '../../protocol/questions.ts';
import { printable } from '../terminal/printable.ts';
import { ownCommand } from './own_command.ts';

/** What is shown of an open question. */
export type OpenQuestion = Pick<QuestionView, 'n' | 'text' | 'options' | 'isWithOrchestrator'> & Settling;

/** A question with its options: `Q1: keep legacy_id? [keep/drop]`. */
export function questionText({ n, text, options }: Pick<QuestionView, 'n' | 'text' | 'options'>): string {
  return `Q${n}: ${text}${options.length === 0 ? '' : ` [${options.join('/')}]`}`;
}

/** An open question, with what counts where nobody answers: `Q1: keep legacy_id? [keep/drop] (keep counts from 14:05 UTC)`. */
export function openQuestionText(question: OpenQuestion): string {
  const counts = defaultText(question, (text) => text);
  const first = question.isWithOrchestrator ? ['the orchestrator looks at it first'] : [];
  const about = [...first, ...(counts === null ? [] : [counts])].join('; ');
  return `${questionText(question)}${about === '' ? '' : ` (${about})`}`;
}

/** The words of the command that answers a question: with its default or its first option, else with words of one's own. */
export function answerWords(question: Pick<QuestionView, 'n' | 'options' | 'default'>): readonly string[] {
  return ['answer', `Q${question.n}`, exampleAnswer(question)];
}

/** An open question as a line that says how to answer it. */
export function questionLine(
  variables: Readonly<Record<string, string | undefined>>,
  question: OpenQuestion & Pick<QuestionView, 'task'>,
  repo: string | undefined,
): string {
  const command = ownCommand(variables, answerWords(question), repo);
  return printable(`? ${question.task ?? 'run'}  asks  ${openQuestionText(question)}   ${command}`);
}

/** All that a run asks: what is about the whole of it, then task by task. */
export function openQuestions({ run, tasks }: RunResponse): readonly QuestionView[] {
  return [...run.questions, ...tasks.flatMap(({ questions }) => questions)];
}
