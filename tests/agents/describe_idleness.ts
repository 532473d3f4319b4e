import { expect, it } from 'vitest';
import type { AgentEvent } from '../../runner/agents/agent_event.ts';
import { IdleWatch } from '../../runner/attempt/agent/idle_watch.ts';
import { HandClock } from '../runner/worker/hand_clock.ts';
import type { Fault } from '../support/model/conversation.ts';
import { until } from '../support/until.ts';
import type { AgentStage } from './agent_stage.ts';
import type { RealAgent } from './agents.ts';
import { proves } from './report/proofs.ts';

const IDLE_MS = 600_000;

/** Models that leave their agent standing still. */
const STILL: Readonly<Record<string, Fault>> = {
  silence: { kind: 'silence' },
  'stream stalled': { kind: 'stall', text: 'Half a sent' },
};

/** That an agent at work is never taken for idle, and one that its model leaves alone is. */
export function describeIdleness(agent: RealAgent, stage: () => AgentStage): void {
  const proof = proves(agent.name, 'idle');

  it.each(Object.entries(STILL))('is seen to stand still: %s', proof, async (_name, fault) => {
    const model = await stage().model(({ turn }) =>
      turn === 0 ? { kind: 'answer', calls: [{ kind: 'shell', command: 'echo 1' }] } : fault,
    );
    const play = await stage().play({ modelUrl: model.url, prompt: 'Go' });
    await until('second request to the model', () => model.asked[1], 60_000);
    await play.event('tool_ended');
    expect(isIdleAfter(IDLE_MS - 1, play.events)).toBe(false);
    expect(isIdleAfter(IDLE_MS, play.events)).toBe(true);
    await play.kill();
    expect((await play.ended).outcome).toMatchObject({ kind: 'failed' });
  });

  it('does not stand still while its tool is at work', proof, async () => {
    const model = await stage().model(({ turn }) =>
      turn === 0
        ? { kind: 'answer', calls: [{ kind: 'shell', command: 'tail -f /dev/null' }] }
        : { kind: 'answer', text: 'It never ends.' },
    );
    const play = await stage().play({ modelUrl: model.url, prompt: 'Go' });
    await play.event('command');
    expect(isIdleAfter(100 * IDLE_MS, play.events)).toBe(false);
    await play.kill();
    await play.ended;
  });
}

/** Whether an agent that told this, and then nothing for so long, is taken for idle. */
function isIdleAfter(ms: number, events: readonly AgentEvent[]): boolean {
  const clock = new HandClock();
  let isIdle = false;
  const watch = new IdleWatch(clock, IDLE_MS, () => {
    isIdle = true;
  });
  for (const event of events) watch.see(event);
  clock.turnTo(ms);
  return isIdle;
}
