import { describe, expect, it } from 'vitest';
import { conversationText } from '../../../src/core/conversation/conversation_text.ts';
import type { ConversationEvent } from '../../../src/protocol/conversation.ts';

const told: readonly ConversationEvent[] = [
  { at: 0, kind: 'prompt', text: 'Do the task.' },
  { at: 1, kind: 'session', id: 's-1' },
  { at: 2, kind: 'message', text: 'I look at it.\n' },
  { at: 3, kind: 'command', command: 'npm test' },
  { at: 4, kind: 'tool_ended', isError: true, output: '1 failed\n' },
  { at: 5, kind: 'file_change', paths: ['src/a.ts', 'src/b.ts'] },
  { at: 6, kind: 'tool_ended', isError: false, output: '' },
  { at: 6, kind: 'tool', name: 'search', input: '{"for":"x"}' },
  { at: 7, kind: 'question', text: 'Keep the column?', options: ['keep', 'drop'] },
  { at: 8, kind: 'answer', question: 'Keep the column?', text: 'keep', by: '@alice' },
  { at: 9, kind: 'usage', inputTokens: 1, cachedTokens: 0, outputTokens: 1, costUsd: null },
  { at: 9, kind: 'retry', attempt: 1, reason: 'overloaded' },
  { at: 9, kind: 'warning', text: 'nearly full' },
  { at: 9, kind: 'cut', bytes: 900 },
  { at: 10, kind: 'interrupted', reason: 'the run was paused' },
  { at: 11, kind: 'ended', outcome: 'failed', message: 'agent_error: gave up' },
];

describe('a conversation as text for who goes on', () => {
  it('says who said what, which commands ran and how they ended', () => {
    expect(conversationText(told, 10_000)).toBe(
      [
        'agent: I look at it.',
        'agent ran: npm test',
        'it failed: 1 failed',
        'agent changed src/a.ts, src/b.ts',
        'it ended',
        'agent used search: {"for":"x"}',
        'agent asked: Keep the column?\n- keep\n- drop',
        '@alice answered "Keep the column?": keep',
        'warning: nearly full',
        '(some of it is missing here)',
        'it was stopped: the run was paused',
        'it failed: agent_error: gave up',
      ].join('\n'),
    );
  });

  it('keeps the newest within the limit, and says how much is left out', () => {
    const many = Array.from(
      { length: 100 },
      (_, at): ConversationEvent => ({ at, kind: 'message', text: `word ${at}` }),
    );
    const text = conversationText(many, 100);
    expect(text).toBe(
      '(96 earlier events are left out)\nagent: word 96\nagent: word 97\nagent: word 98\nagent: word 99',
    );
    for (let limit = 0; limit < 1_500; limit += 13) {
      expect(conversationText(many, limit).length).toBeLessThanOrEqual(limit);
    }
    expect(conversationText(many, 2_000)).not.toContain('left out');
  });

  it('shortens an event that is very long: of what ran the beginning, of what came out the end', () => {
    const text = conversationText(
      [
        { at: 1, kind: 'command', command: `begin ${'x'.repeat(9_000)} end` },
        { at: 1, kind: 'tool_ended', isError: false, output: `begin ${'x'.repeat(9_000)} end` },
      ],
      100_000,
    );
    expect(text).toMatch(/^agent ran: begin x{3994}…\nit ended: …x{3996} end$/);
  });

  it('of nothing is nothing', () => {
    expect(conversationText([], 100)).toBe('');
  });
});
