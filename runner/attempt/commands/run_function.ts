import { dirname, extname, join } from 'node:path';
import { EVIDENCE_TAIL_LIMIT } from '../../../src/protocol/evidence.ts';
import { type FunctionCall, functionCallText } from '../../../src/protocol/function_call.ts';
import type { Ended } from '../../process/ended.ts';
import { TailText } from '../../streams/tail_text.ts';
import { FAILED_CALL } from '../../tools/failed_call.ts';
import type { Attempt, Place } from '../attempt.ts';
import { AttemptFailure } from '../attempt_failure.ts';
import { CALL_PYTHON } from './call_python.ts';
import { describeEnd, runTaskCommand, stopIfInterrupted } from './run_task_command.ts';

/** The most of what a function says of its failure that is told, in UTF-16 code units. */
const COMPLAINT_LIMIT = 3_000;

/**
 * Calls the function that is the task, in the sandbox like every command; what it returns are outputs.
 *
 * @throws AttemptFailure `refused` where its language is not here, `agent_error` where it throws; OutputError; AttemptInterrupted
 */
export async function runFunction(attempt: Attempt, place: Place, call: FunctionCall): Promise<void> {
  const text = functionCallText(call);
  const all = new TailText(EVIDENCE_TAIL_LIMIT);
  const stderr = new TailText(EVIDENCE_TAIL_LIMIT);
  const ended = await runTaskCommand(attempt, place, {
    argv: argvOf(attempt, call),
    shown: ['call', text],
    // Else the compiled files would be taken for work.
    environment: { PYTHONDONTWRITEBYTECODE: '1' },
    checkout: place.checkout,
    own: attempt.own,
    gitWritable: true,
    onOutput: (bytes, stream) => {
      all.write(bytes);
      if (stream === 'stderr') stderr.write(bytes);
    },
  });
  attempt.evidence.add({ step: 'run', argv: ['call', text] }, ended, null, all.text());
  stopIfInterrupted(attempt);
  if (ended.how !== 'exited' || ended.exitCode !== 0) throw failureOf(call, text, ended, stderr.text());
}

function argvOf({ surroundings }: Attempt, { language, file, name }: FunctionCall): readonly string[] {
  switch (language) {
    case 'javascript': {
      // The runner's own Node, which reads TypeScript as well.
      const { node, program } = surroundings.tool;
      return [node, join(dirname(program), `call_javascript${extname(program)}`), file, name];
    }
    case 'python':
      return ['python3', '-c', CALL_PYTHON, file, name];
    default:
      return language satisfies never;
  }
}

function failureOf({ language }: FunctionCall, text: string, ended: Ended, stderr: string): AttemptFailure {
  if (language === 'python' && ended.how === 'could_not_start' && ended.code === 'ENOENT') {
    return new AttemptFailure('refused', `call ${text}: this runner has no python3 on its PATH; install it there`);
  }
  const at = stderr.lastIndexOf(FAILED_CALL);
  const complaint = (at === -1 ? stderr : stderr.slice(at + FAILED_CALL.length)).trim().slice(-COMPLAINT_LIMIT);
  const why = complaint === '' ? describeEnd(ended) : `${describeEnd(ended)}: ${complaint}`;
  return new AttemptFailure('agent_error', `call ${text}: ${why}`);
}
