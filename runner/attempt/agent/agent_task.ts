import type { PromptPart } from '../../../src/protocol/execution_request.ts';
import type { AgentTask, EarlierSession } from '../../agents/agent_driver.ts';
import type { Provider } from '../../config/runner_config.ts';
import type { Attempt, Place } from '../attempt.ts';
import { taskFolders } from '../commands/run_task_command.ts';

/** What is said to an agent, in which conversation, and to which model. */
export type TalkOfAgent = {
  readonly prompt: readonly PromptPart[];
  /** null: a new one. */
  readonly session: EarlierSession | null;
  /** null: the provider's own default. */
  readonly model: string | null;
};

/** What the backend of a provider is given for an attempt: a prompt, for the conversation that goes on or for a new one. */
export function agentTask(
  attempt: Attempt,
  place: Place,
  provider: Provider,
  { prompt, session, model }: TalkOfAgent,
): AgentTask {
  const { request, paths, own, surroundings } = attempt;
  const folders = taskFolders(attempt, place, { checkout: place.checkout, own, gitWritable: true });
  const seen = (path: string) => surroundings.processes.seenPath(folders, path);
  return {
    command: provider.command,
    prompt: promptText(prompt),
    model,
    workingDirectory: seen(folders.tree),
    session,
    newSessionId: request.attempt,
    tools: {
      name: 'planwright',
      command: [seen(`${paths.programs}/planwright-tool`), 'mcp'],
      environment: {},
      callTimeoutMs: request.limits.timeoutMs,
    },
  };
}

/** The parts of a prompt as one text, each under its title. */
function promptText(parts: readonly PromptPart[]): string {
  return `${parts.map(({ title, text }) => (title === '' ? text : `# ${title}\n\n${text}`)).join('\n\n')}\n`;
}
