import { AGENTS } from './agents.ts';
import { describeAgent } from './describe_agent.ts';

describeAgent(AGENTS.aider);
