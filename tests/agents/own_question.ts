import type { Call } from '../support/model/conversation.ts';
import type { AgentName } from './agents.ts';

const QUESTION = 'Which colour?';

/**
 * The call by which an agent asks people with a tool of its own, without the tool server; undefined: it has no such tool. The
 * Agent Client Protocol has no questions to people.
 */
export function ownQuestion(agent: AgentName, ...labels: readonly string[]): Call | undefined {
  const options = labels.map((label) => ({ label, description: label }));
  switch (agent) {
    case 'claude_code': {
      const question = { question: QUESTION, header: 'Colour', multiSelect: false, options };
      return { kind: 'mcp', name: 'AskUserQuestion', input: { questions: [question] } };
    }
    case 'codex': {
      const question = { id: 'colour', header: 'Colour', question: QUESTION, options };
      return { kind: 'mcp', name: 'request_user_input', input: { questions: [question] } };
    }
    case 'gemini':
    case 'opencode':
    case 'goose':
    case 'aider':
      return undefined;
    default:
      return agent satisfies never;
  }
}
