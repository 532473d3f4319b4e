import { expect, it } from 'vitest';
import { answerButton, readAnswerButton } from '../../../src/core/report/answer_button.ts';
import { checkName, readCheckName } from '../../../src/core/report/check_name.ts';

it('the name of a check run is read as it is made', () => {
  for (const task of [null, 'parser', 'v1.2', 'a-b_c']) expect(readCheckName(checkName(task))).toEqual({ task });
  expect([checkName(null), checkName('parser')]).toEqual(['planwright', 'planwright / parser']);
  for (const name of ['', 'planwright /', 'planwright / ', 'planwright/parser', 'lint / parser', 'Planwright']) {
    expect(readCheckName(name), name).toBeNull();
  }
});

it('the button of an option is read as it is made', () => {
  const pressed = { n: 3, option: 1 };
  expect(readAnswerButton(answerButton(pressed))).toEqual(pressed);
  expect(answerButton(pressed)).toBe('answer:3:1');
  for (const identifier of ['retry', 'answer:3', 'answer:3:', 'answer:x:1', 'answer:1234567:1', ' answer:3:1']) {
    expect(readAnswerButton(identifier), identifier).toBeNull();
  }
});
