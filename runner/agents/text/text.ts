import { SUMMARY_LIMIT } from '../../../src/protocol/outcome.ts';
import { TailText } from '../../streams/tail_text.ts';
import type { AgentBackend, AgentDriver, AgentTask } from '../agent_driver.ts';
import { NO_USAGE } from '../agent_event.ts';
import { complained } from '../failures.ts';

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
      return exit.exitCode === 0
        ? { kind: 'done', ...common }
        : { kind: 'failed', ...common, ...complained(`it ended with exit code ${exit.exitCode}`, exit) };
    },
  };
}
