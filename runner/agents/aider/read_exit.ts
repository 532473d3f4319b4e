import type { AgentExit, AgentFailure } from '../agent_driver.ts';
import { endedEarly } from '../failures.ts';
import { CONVERSATION_LOST } from './launch.ts';

/** As shells say it of a program that is not there. */
const NOT_FOUND = 127;

/**
 * Why Aider ended as it did; undefined where its exit code says nothing, which it does even of most failures.
 *
 * @param words the end of what it printed: it complains on its standard output
 */
export function readExit({ exitCode, stderrTail }: AgentExit, words: readonly string[]): AgentFailure | undefined {
  switch (exitCode) {
    case 0:
      return undefined;
    case CONVERSATION_LOST:
      return { class: 'agent_error', message: 'The conversation is not there any more.', isSessionLost: true };
    case NOT_FOUND:
      // A program that is not there will not be there for the next attempt either.
      return { class: 'refused', message: `Aider did not start: ${stderrTail.trim()}` };
    default:
      return endedEarly('Aider', { exitCode, stderrTail: `${words.join('\n')}\n${stderrTail}` });
  }
}
