import { SUMMARY_LIMIT } from '../../../src/protocol/outcome.ts';
import { TailText } from '../../streams/tail_text.ts';
import type { AgentBackend, AgentDriver, AgentExit, AgentFailure, AgentTask } from '../agent_driver.ts';
import { NO_USAGE } from '../agent_event.ts';

/** The most of an agent's error output that a failure's message repeats, in UTF-16 code units. */
const ERROR_TAIL_LIMIT = 2_000;

/** Transport `text`: the prompt on standard input, the result on standard output, its end being the summary. `PLANWRIGHT_MODEL` names the model. */
export const text: AgentBackend = {
  tellsProgress: false,
  isBoundToFolder: false,
  start: (task) => drive(task),
};

function drive({ command, prompt, model }: AgentTask): AgentDriver {
  const stdout = new TailText(SUMMARY_LIMIT);
  return {
    launch: { argv: command, environment: model === null ? {} : { PLANWRIGHT_MODEL: model }, input: prompt },
    begin: () => {},
    onStdout: (bytes) => stdout.write(bytes),
    answer: () => {},
    interrupt: () => false,
    finish: (exit) => {
      const common = { summary: stdout.text().trim(), session: null, usage: NO_USAGE };
      return exit.exitCode === 0 ? { kind: 'done', ...common } : { kind: 'failed', ...common, ...failureOf(exit) };
    },
  };
}

function failureOf({ exitCode, stderrTail }: AgentExit): AgentFailure {
  const complaint = stderrTail.trim().slice(-ERROR_TAIL_LIMIT);
  const message = `it ended with exit code ${exitCode}`;
  return { class: 'agent_error', message: complaint === '' ? message : `${message}: ${complaint}` };
}
