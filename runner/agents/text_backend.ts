import type { PromptPart } from '../../src/protocol/execution_request.ts';
import { SUMMARY_LIMIT } from '../../src/protocol/outcome.ts';
import type { AgentBackend, AgentExit, AgentResult } from './agent_backend.ts';

/** The most of an agent's error output that a failure's message repeats, in UTF-16 code units. */
const ERROR_TAIL_LIMIT = 2_000;

/** Transport `text`: the prompt on standard input, the result on standard output, its end being the summary. */
export const textBackend: AgentBackend = {
  start: (task) => ({
    command: { argv: task.provider.command, stdin: promptText(task.prompt) },
    finish: (exit) => readResult(task.provider.name, exit),
  }),
};

/** The parts of a prompt as one text, each under its title. */
function promptText(parts: readonly PromptPart[]): string {
  return `${parts.map(({ title, text }) => (title === '' ? text : `# ${title}\n\n${text}`)).join('\n\n')}\n`;
}

function readResult(agent: string, exit: AgentExit): AgentResult {
  const summary = exit.stdoutTail.trim().slice(-SUMMARY_LIMIT);
  if (exit.exitCode === 0) return { kind: 'done', summary };
  const complaint = exit.stderrTail.trim().slice(-ERROR_TAIL_LIMIT);
  const message = `agent ${agent} ended with exit code ${exit.exitCode}`;
  return { kind: 'failed', summary, message: complaint === '' ? message : `${message}: ${complaint}` };
}
