/**
 * The agent of the demonstration: reads its prompt, writes one file, tells what it did. It is careless at first: its
 * first glossary is not in order, and it mends it only when the verification has failed.
 */
import { writeFileSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';

const WORKING_MS = 600;

const prompt = await text(process.stdin);
const task = process.env.PLANWRIGHT_TASK ?? '';
await sleep(WORKING_MS);

const texts: Readonly<Record<string, string>> = {
  outline: 'Outline: an opening and a closing.\n',
  opening: 'Opening: a seed falls.\n',
  closing: 'Closing: a tree stands.\n',
  // What failed before stands in the prompt of the next attempt.
  glossary: prompt.includes('sort -c') && isSecondAttempt() ? 'seed\ntree\n' : 'tree\nseed\n',
};
const written = texts[task];
if (written === undefined) {
  process.stderr.write(`This agent knows no task ${task}.\n`);
  process.exitCode = 1;
} else {
  writeFileSync(`${task}.txt`, written);
  process.stdout.write(`Wrote ${task}.txt.\n`);
}

function isSecondAttempt(): boolean {
  return (process.env.PLANWRIGHT_ATTEMPT ?? '1') !== '1';
}
