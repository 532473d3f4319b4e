import { afterEach, beforeEach, describe } from 'vitest';
import { type AgentStage, setAgentStage } from './agent_stage.ts';
import type { RealAgent } from './agents.ts';
import { describeConversations } from './describe_conversations.ts';
import { describeFaults } from './describe_faults.ts';
import { describeFirstWork } from './describe_first_work.ts';
import { describeIdleness } from './describe_idleness.ts';
import { describeWork } from './describe_work.ts';
import { isRecording, recordStream } from './recorded_stream.ts';
import { isSmoke } from './smoke.ts';

/** All tests of one agent, each in a place of its own. What passes is recorded where that is asked for. */
export function describeAgent(agent: RealAgent): void {
  describe(agent.name, () => {
    let stage: AgentStage;
    beforeEach(async () => {
      stage = await setAgentStage(agent);
    });
    afterEach(async ({ task }) => {
      await stage.clear();
      if (!isRecording || task.result?.state !== 'pass') return;
      const name = task.name.replace(/\W+/g, '-');
      for (const [index, { stream }] of stage.played.entries()) {
        const file = stage.played.length === 1 ? name : `${name}-${index + 1}`;
        recordStream(`${agent.name}/${file}`, stage.place.folder, stream);
      }
    });
    describeFirstWork(agent, () => stage);
    if (isSmoke(agent.name)) return;
    describeConversations(agent, () => stage);
    describeFaults(agent, () => stage);
    if (!agent.hasTools) return;
    describeWork(agent, () => stage);
    describeIdleness(agent, () => stage);
  });
}
