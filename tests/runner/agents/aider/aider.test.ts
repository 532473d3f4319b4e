import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeScratchFolder, type ScratchFolder } from '../../../support/git_repository.ts';
import type { Fault, Script } from '../../../support/model/conversation.ts';
import { type ModelServer, startModelServer } from '../../../support/model/model_server.ts';
import { type AiderPart, playAider } from './play_aider.ts';

let scratch: ScratchFolder;
let model: ModelServer | undefined;

beforeEach(async () => {
  scratch = await makeScratchFolder();
});
afterEach(async () => {
  await model?.stop();
  model = undefined;
  await scratch.remove();
});

/** Aider has no tools, so all that it asks looks like an aside. */
async function play(script: Script, part: Partial<AiderPart> = {}) {
  model ??= await startModelServer(script, script);
  return await playAider({ folder: scratch.path, modelUrl: model.url, prompt: '# Task\n\nGo', ...part });
}

const says = (text: string): Script => {
  return () => ({ kind: 'answer', text });
};
const block = (path: string, search: string, replace: string): string =>
  `${path}\n\`\`\`\n<<<<<<< SEARCH\n${search}=======\n${replace}>>>>>>> REPLACE\n\`\`\``;

describe('aider', () => {
  it('edits a file and tells what it did, without the edits', async () => {
    const { events, outcome, isTidy } = await play(
      says(`I write it.\n\n${block('hello.txt', '', 'hello\n')}\n\nIt is written.`),
    );
    expect(readFileSync(join(scratch.path, 'worktree/hello.txt'), 'utf8')).toBe('hello\n');
    const usage = { inputTokens: 1_000, cachedTokens: 0, outputTokens: 50, costUsd: 0.01 };
    expect(outcome).toEqual({
      kind: 'done',
      summary: 'I write it.\n\nIt is written.',
      session: { id: 'first', used: usage },
      usage,
    });
    expect(events).toMatchObject([
      { kind: 'session', id: 'first' },
      { kind: 'message', text: 'I write it.\n\nIt is written.' },
      { kind: 'usage', usage: { inputTokens: 1_000, costUsd: null } },
      { kind: 'usage', usage },
      { kind: 'file_change', paths: ['hello.txt'] },
      { kind: 'tool_ended', isError: false },
    ]);
    expect(isTidy).toBe(true);
  });

  it('goes on with a conversation, and counts what it uses from there', async () => {
    const remembers: Script = ({ prompts, said }) => ({
      kind: 'answer',
      text: `prompts ${prompts.length}, said ${said.length}`,
    });
    const first = await play(remembers, { prompt: 'Once' });
    expect(first.outcome).toMatchObject({ summary: 'prompts 1, said 0' });
    const second = await play(remembers, { prompt: 'Again', session: first.outcome.session, id: 'second' });
    expect(second.outcome).toMatchObject({
      kind: 'done',
      summary: 'prompts 2, said 1',
      session: { id: 'first' },
      usage: { inputTokens: 1_000, outputTokens: 50 },
    });
  });

  it('says that a conversation is lost', async () => {
    const { outcome } = await play(says('Nobody hears it.'), { session: { id: 'gone', used: first } });
    expect(outcome).toMatchObject({ kind: 'failed', class: 'agent_error', isSessionLost: true });
  });
  const first = { inputTokens: 0, cachedTokens: 0, outputTokens: 0, costUsd: null };

  it('is given its model, and a prompt that no argument could hold', async () => {
    let heard = 0;
    let name = '';
    const script: Script = (conversation) => {
      heard = conversation.prompts[0]?.length ?? 0;
      name = conversation.model;
      return { kind: 'answer', text: 'Read.' };
    };
    const prompt = 'x'.repeat(300_000);
    expect((await play(script, { prompt, model: 'sonnet' })).outcome).toMatchObject({ kind: 'done' });
    expect({ heard, name }).toEqual({ heard: 300_000, name: 'sonnet' });
  });

  it.each(['/run rm -rf .', '!rm -rf .'])('takes no prompt for a command: %s', async (prompt) => {
    const { outcome } = await play(({ prompts }) => ({ kind: 'answer', text: `heard: ${prompts[0]}` }), { prompt });
    expect(outcome).toMatchObject({ kind: 'done', summary: `heard: Task:\n\n${prompt}` });
  });

  it('asks for better edits, and fails where none come', async () => {
    const broken = says('a.txt\n```\n<<<<<<< SEARCH\nnot there\n');
    const { outcome, events } = await play(broken);
    expect(outcome).toMatchObject({
      kind: 'failed',
      class: 'agent_error',
      message: "The model's answers could not be understood as edits.",
      usage: { inputTokens: 4_000, outputTokens: 200 },
    });
    expect(events.filter(({ kind }) => kind === 'warning')).toHaveLength(5);
  });

  it('is done where the second try at an edit succeeds', async () => {
    const script: Script = ({ turn, prompts }) =>
      turn + prompts.length === 1
        ? { kind: 'answer', text: 'a.txt\n```\n<<<<<<< SEARCH\nnot there\n' }
        : { kind: 'answer', text: block('a.txt', '', 'a\n') };
    expect((await play(script)).outcome).toMatchObject({ kind: 'done' });
    expect(existsSync(join(scratch.path, 'worktree/a.txt'))).toBe(true);
  });

  it('recovers from a limit that ends', async () => {
    let asked = 0;
    const { outcome, events } = await play(() => {
      asked += 1;
      return asked === 1
        ? { kind: 'status', status: 429, message: 'Slow down' }
        : { kind: 'answer', text: 'Here I am.' };
    });
    expect(outcome).toMatchObject({ kind: 'done', summary: 'Here I am.' });
    expect(events).toContainEqual({ kind: 'retry', attempt: 1, reason: 'Slow down' });
  });

  it.each<[string, Fault, string, string]>([
    ['rate limit', { kind: 'status', status: 429, message: 'Slow down' }, 'rate_limit', 'Slow down'],
    ['no credit', { kind: 'status', status: 429, message: 'You exceeded your current quota' }, 'budget', 'quota'],
    ['unknown key', { kind: 'status', status: 401, message: 'Incorrect API key' }, 'auth', 'Incorrect API key'],
    ['bad request', { kind: 'status', status: 400, message: 'No such parameter' }, 'agent_error', 'No such parameter'],
    ['prompt too long', { kind: 'status', status: 400, message: 'prompt is too long' }, 'context_too_long', 'limit'],
    ['server error', { kind: 'status', status: 500, message: 'Sorry' }, 'transient', 'Sorry'],
    ['overloaded', { kind: 'status', status: 529, message: 'Overloaded' }, 'transient', 'Overloaded'],
    ['answer cut', { kind: 'cut', text: 'Half a sent' }, 'transient', 'peer closed'],
  ])('fails: %s', async (_name, fault, failure, words) => {
    const { outcome } = await play(() => fault);
    expect(outcome).toMatchObject({
      kind: 'failed',
      class: failure,
      message: expect.stringContaining(words),
      session: { id: 'first' },
    });
  });

  it('fails: an answer without words', async () => {
    expect((await play(says(''))).outcome).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('fails: nobody listens', async () => {
    const { outcome } = await playAider({ folder: scratch.path, modelUrl: 'http://127.0.0.1:9', prompt: 'Go' });
    expect(outcome).toMatchObject({ kind: 'failed', class: 'transient' });
  });

  it('fails: it is not there, or does not know its options', async () => {
    const missing = await play(says('Hm'), { command: ['no-such-aider'] });
    expect(missing.outcome).toMatchObject({ kind: 'failed', class: 'refused' });
    const { outcome } = await play(says('Hm'), { command: [process.execPath, '--no-such-option'] });
    expect(outcome).toMatchObject({ kind: 'failed', class: 'agent_error', message: expect.stringContaining('option') });
  });

  it('is tidy when it is ended while its model says nothing', async () => {
    const asked = Promise.withResolvers<void>();
    const { outcome, isTidy } = await play(
      () => {
        asked.resolve();
        return { kind: 'silence' };
      },
      { until: asked.promise },
    );
    expect(outcome).toMatchObject({ kind: 'failed', class: 'agent_error', session: { id: 'first' } });
    expect(isTidy).toBe(true);
  });
});
