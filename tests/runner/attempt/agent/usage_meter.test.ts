import { beforeEach, expect, it } from 'vitest';
import { type Metered, UsageMeter } from '../../../../runner/attempt/agent/usage_meter.ts';
import { AttemptControl } from '../../../../runner/attempt/attempt_control.ts';
import type { Usage } from '../../../../src/protocol/usage.ts';

const budget = { maxTokens: 1_000, maxCostMicros: null, spentTokens: 0, spentMicros: 0, prices: [] };
const tokens = (inputTokens: number) => ({ inputTokens, cachedTokens: 0, outputTokens: 0, costUsd: null });

let control: AttemptControl;
let told: Usage[];
let meter: UsageMeter;
beforeEach(() => {
  control = new AttemptControl();
  told = [];
  const limits = { budget } as unknown as Metered['request']['limits'];
  const setUsage = (usage: Usage) => void told.push(usage);
  meter = new UsageMeter({ request: { limits }, control, log: { line: () => {} }, setUsage }, null);
});

it('ends an attempt that is at work over its limit', () => {
  meter.see({ kind: 'usage', usage: tokens(1_000) }, false);
  expect(control.cause).toMatchObject({ kind: 'over_budget' });
});

it('counts what is said when all is over, of the model that answered, and ends nothing for it', () => {
  meter.see({ kind: 'model', name: 'sonnet' }, false);
  meter.see({ kind: 'usage', usage: tokens(1_000) }, true);
  meter.end(tokens(2_000));
  expect(told.map(({ inputTokens, model }) => [inputTokens, model])).toEqual([
    [1_000, 'sonnet'],
    [2_000, 'sonnet'],
  ]);
  expect(control.cause).toBeUndefined();
});

it('keeps what was said before where nothing is said in the end', () => {
  meter.see({ kind: 'usage', usage: tokens(500) }, false);
  meter.end(tokens(0));
  expect(told.map(({ inputTokens }) => inputTokens)).toEqual([500]);
});
