import type { QuestionState } from '../../protocol/questions.ts';

/** How a question stands, or what became of it. */
export type QuestionOutcome = {
  /** `Q3`, as it is shown there. */
  readonly name: string;
  readonly state: QuestionState;
  /** What counts and who said it, made harmless for where they stand; '': there is none. */
  readonly answer: string;
  readonly by: string;
};

/** In one sentence, for whoever asks or answers; its end is left to what it quotes. */
export function questionOutcome({ name, state, answer, by }: QuestionOutcome): string {
  switch (state) {
    case 'answered':
      return `${name} was answered by ${by}: ${answer}`;
    case 'expired':
      return `Nobody answered ${name} in time, so its default counts: ${answer}`;
    case 'withdrawn':
      return `${name} was withdrawn: nobody waits for the answer any more.`;
    case 'open':
      return `${name} waits for an answer.`;
    default:
      return state satisfies never;
  }
}
