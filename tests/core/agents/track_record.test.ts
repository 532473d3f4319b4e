import { expect, test } from 'vitest';
import type { RoutingStrategy } from '../../../src/core/agents/agent_settings.ts';
import { asksForTrackRecords, trackRecordText } from '../../../src/core/agents/track_record.ts';

test.each<[RoutingStrategy, boolean]>([
  ['fixed', false],
  ['round_robin', false],
  ['auto', true],
])('a rule with the strategy %s asks for track records: %s', (strategy, expected) => {
  expect(asksForTrackRecords({ routing: [{ when: {}, use: ['a'], strategy }] })).toBe(expected);
});

test('what an agent did is told with its price, where that is known', () => {
  const record = { agent: 'a', ended: 1, succeeded: 1, costMicros: null };
  expect(trackRecordText(record)).toBe('1 of 1 attempt succeeded');
  expect(trackRecordText({ ...record, ended: 4, costMicros: 840_000 })).toBe('1 of 4 attempts succeeded, 0.84 $ each');
});
