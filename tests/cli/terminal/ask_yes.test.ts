import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { askYes } from '../../../src/cli/terminal/ask_yes.ts';

function terminal() {
  const [stdin, stdout] = [new PassThrough(), new PassThrough()];
  const streams = { stdin: stdin as unknown as NodeJS.ReadStream, stdout: stdout as unknown as NodeJS.WriteStream };
  return { stdin, stdout, streams };
}

it.each([
  ['y\n', true],
  [' YES \n', true],
  ['\n', false],
  ['yesterday\n', false],
  ['no\n', false],
])('%j is %s', async (typed, is) => {
  const { stdin, stdout, streams } = terminal();
  const answer = askYes(streams, 'Run this plan?', new AbortController().signal);
  stdin.write(typed);
  expect(await answer).toBe(is);
  expect(String(stdout.read())).toBe('Run this plan? [y/N] ');
});

it('the end of the input and an interruption are no', async () => {
  const ended = terminal();
  const answer = askYes(ended.streams, 'Run?', new AbortController().signal);
  ended.stdin.end();
  expect(await answer).toBe(false);
  const stopping = new AbortController();
  const interrupted = askYes(terminal().streams, 'Run?', stopping.signal);
  stopping.abort();
  expect(await interrupted).toBe(false);
});
