import { QUESTION_INPUTS, questionMachine } from '../../../src/core/question/question_state.ts';
import { expectMachine } from '../expect_machine.ts';

expectMachine(
  questionMachine,
  QUESTION_INPUTS,
  `
  open --answer--> answered
  open --expire--> expired
  open --withdraw--> withdrawn
  `,
);
