import { afterEach, beforeEach, expect, it } from 'vitest';
import { gemini } from '../../../runner/home/gemini.ts';
import { programOf } from '../../../runner/home/programs.ts';
import { makeScratchFolder, type ScratchFolder, writeFiles } from '../../support/git_repository.ts';

const SESSION = '7f3c7c1e-5a5b-4c51-9d59-2f4dd1b0a111';
const { pauseBeforeResumeMs } = gemini;
const at = (time: string) => Date.parse(`2026-11-21T${time}Z`);

it.each([
  [['gemini', '--acp']],
  [['/opt/bin/gemini']],
  [['node', '/opt/gemini-cli/bundle/gemini.js', '--acp']],
] as const)('%j is Gemini', ([program, ...rest]) => {
  expect(programOf({ command: [program, ...rest], transport: 'acp' })).toBe(gemini);
});

it.each([
  [['goose', 'acp', '--model=gemini'], 'acp'],
  [['my-gemini-wrapper'], 'acp'],
  [['gemini'], 'text'],
] as const)('%j over %s is not', ([program, ...rest], transport) => {
  expect(programOf({ command: [program, ...rest], transport })).toBeUndefined();
});

let scratch: ScratchFolder;
beforeEach(async () => {
  scratch = await makeScratchFolder();
  await writeFiles(scratch.path, { '.gemini/tmp/workspace/chats/session-2026-11-21T10-30-7f3c7c1e.jsonl': '{}' });
});
afterEach(() => scratch.remove());

it('lets a conversation of Gemini rest until the minute in which it began is over', async () => {
  expect(await pauseBeforeResumeMs(scratch.path, SESSION, at('10:30:59.900'))).toBe(100);
  expect(await pauseBeforeResumeMs(scratch.path, SESSION, at('10:30:00.000'))).toBe(60_000);
  expect(await pauseBeforeResumeMs(scratch.path, SESSION, at('10:31:00.000'))).toBe(0);
});

it('lets no other rest', async () => {
  const now = at('10:30:10.000');
  expect(await pauseBeforeResumeMs(scratch.path, `0${SESSION.slice(1)}`, now)).toBe(0);
  expect(await pauseBeforeResumeMs(`${scratch.path}/none`, SESSION, now)).toBe(0);
});
