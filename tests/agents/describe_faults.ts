import { type AddressInfo, createServer } from 'node:net';
import { expect, it } from 'vitest';
import type { AgentOutcome } from '../../runner/agents/agent_driver.ts';
import type { AgentStage } from './agent_stage.ts';
import type { RealAgent } from './agents.ts';
import { type Ending, FAULT_CASES, NOBODY_LISTENS } from './fault_cases.ts';
import { goesOn } from './goes_on.ts';
import { isRecording } from './recorded_stream.ts';
import { proves } from './report/proofs.ts';

const TITLES: Readonly<Record<Ending['kind'], string>> = {
  fails: 'fails',
  'fails slowly': 'fails after a long time',
  waits: 'waits, and can be interrupted',
  'waits deaf': 'waits, and has to be killed',
};

/** What an agent makes of a model that fails. */
export function describeFaults(agent: RealAgent, stage: () => AgentStage): void {
  for (const { name, fault, endings, credentials = 'key' } of FAULT_CASES) {
    const ending = endings[agent.name];
    if (ending === undefined) continue;
    it(`${TITLES[ending.kind]}: ${name}`, proves(agent.name, name, told(ending)), async () => {
      const resetsAt = Math.floor(Date.now() / 1_000) + 3_600;
      const reply = fault(agent.name, resetsAt);
      const model = await stage().model(
        () => reply,
        () => reply,
      );
      const play = await stage().play({ modelUrl: model.url, prompt: 'Go', credentials });
      if (isStopped(ending)) {
        await goesOn(agent, play, ending.kind === 'fails slowly' ? 'asks again' : 'waits', model);
        if (reply.kind === 'silence' || reply.kind === 'stall') expect(model.held()).toBe(1);
        expect(play.interrupt()).toBe(agent.hasTools);
        if (ending.kind === 'waits deaf') await play.kill();
      }
      const { outcome, survivors } = await play.ended;
      expect(outcome).toMatchObject({
        kind: 'failed',
        class: classOf(ending, agent),
        session: { id: expect.any(String) },
      });
      const isTold = ending.kind === 'fails' && ending.knowsWhenItEnds === true;
      expect(resetOf(outcome)).toBe(isTold ? resetsAt * 1_000 : undefined);
      expect(survivors).toBe(0);
    });
  }

  const ending = NOBODY_LISTENS[agent.name];
  it(`${TITLES[ending.kind]}: nobody listens`, proves(agent.name, 'nobody listens', told(ending)), async () => {
    const play = await stage().play({ modelUrl: await refusingUrl(), prompt: 'Go' });
    if (isStopped(ending)) {
      await goesOn(agent, play, 'waits');
      // Some say that they try again; the others say nothing.
      if (ending.kind === 'waits') await play.event('retry');
      expect(play.interrupt()).toBe(true);
    }
    const { outcome } = await play.ended;
    expect(outcome).toMatchObject({ kind: 'failed', class: classOf(ending, agent) });
  });
}

/** As the table of backends has it; null: as it has it already, since only a run that records sees how it ends. */
function told(ending: Ending): string | null {
  switch (ending.kind) {
    case 'fails':
      return `\`${ending.class}\`${ending.knowsWhenItEnds === true ? ', with the time' : ''}`;
    case 'fails slowly':
      return isRecording ? `asks again for minutes, then \`${ending.class}\`` : null;
    case 'waits':
      return 'keeps waiting; can be interrupted';
    case 'waits deaf':
      return 'keeps waiting; has to be killed';
    default:
      return ending satisfies never;
  }
}

function isStopped(ending: Ending): boolean {
  return ending.kind !== 'fails' && (ending.kind !== 'fails slowly' || !isRecording);
}

/** Who cannot be asked to stop does not know why it is ended. */
function classOf(ending: Ending, { hasTools }: RealAgent): string {
  if ('class' in ending && !isStopped(ending)) return ending.class;
  return hasTools ? 'canceled' : 'agent_error';
}

function resetOf(outcome: AgentOutcome): number | undefined {
  const ends = outcome.kind === 'failed' ? outcome.limitEnds : undefined;
  return ends?.kind === 'at' ? ends.epochMs : undefined;
}

/** An address where nobody listens. */
async function refusingUrl(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return `http://127.0.0.1:${port}`;
}
