import { expect, test } from 'vitest';
import { askByTool } from '../../../../runner/attempt/steps/ask_by_tool.ts';
import type { Told } from '../../../../runner/log/conversation_log.ts';
import type { AnsweredQuestion } from '../../../../src/protocol/questions.ts';

const earlier: AnsweredQuestion = {
  n: 2,
  attempt: 1,
  source: 'agent',
  text: 'Which?',
  options: [],
  details: null,
  answer: 'this',
  by: 'ada',
};

test('what an earlier attempt was answered is told again, in the conversation too, and nobody is asked', async () => {
  const told: Told[] = [];
  const lines: string[] = [];
  const attempt = {
    questions: { ask: () => Promise.reject(new Error('nobody is asked')) },
    log: { line: (text: string) => void lines.push(text) },
    conversation: { tell: (event: Told) => void told.push(event) },
    request: { answers: [{ ...earlier, answer: 'that' }, earlier, { ...earlier, text: 'Why?', answer: 'so' }] },
  };
  const asked = { tool: 'ask', text: 'Which?', options: [], onlyOptions: false } as const;
  expect(await askByTool(attempt, asked)).toEqual({ kind: 'done', text: 'this\n' });
  expect(told).toEqual([{ kind: 'answer', question: 'Which?', text: 'this', by: 'ada' }]);
  expect(lines).toEqual(['planwright: ada answered Q2: this']);
});
