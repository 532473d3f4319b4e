/**
 * A program with Aider's command line and Aider's words, for tests where Aider itself is not to be had: it talks to an API of
 * chat completions and edits files by search/replace blocks. Written after Aider 0.86: its options, how it keeps a chat, what
 * it prints and when it asks again. Only its waiting is shorter.
 */
import { appendFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { type Arguments, readArguments } from './arguments.ts';
import { type Answered, askModel, conversation, ModelError } from './ask_model.ts';
import { applyEdits } from './edit_blocks.ts';
import { asPrompt, type Message, readHistory } from './history.ts';

/** Aider begins with a quarter of a second and doubles it up to a minute. */
const WAITS = [0.2, 0.5, 1, 2, 4, 8, 16, 32];
const REFLECTIONS = 3;

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function ask(options: Arguments, messages: readonly Message[]): Promise<Answered | null> {
  const base = options['openai-api-base'] ?? process.env.OPENAI_API_BASE ?? '';
  const key = process.env.OPENAI_API_KEY ?? '';
  for (const wait of [...WAITS, null]) {
    try {
      return await askModel(base, key, options.model ?? 'gpt-4o', conversation(messages));
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      if (error.name === 'ContextWindowExceededError') {
        say('Tokens: 210k sent, 0 received.');
        say('Model gpt-4o has hit a token limit!');
        return null;
      }
      say(error.message);
      if (error.explanation !== undefined) say(error.explanation);
      if (wait === null || !error.isRetried) return null;
      say(`Retrying in ${wait.toFixed(1)} seconds...`);
    }
  }
  return null;
}

/** `12k`, as Aider shows it. */
function tokens(count: number): string {
  if (count < 1_000) return String(count);
  return count < 10_000 ? `${(count / 1_000).toFixed(1)}k` : `${Math.round(count / 1_000)}k`;
}

async function main(): Promise<number> {
  const options = readArguments(process.argv.slice(2));
  const chat = options['chat-history-file'] ?? '.aider.chat.history.md';
  const before = options['restore-chat-history'] && existsSync(chat) ? readHistory(readFileSync(chat, 'utf8')) : [];
  // The index of the repository that it keeps in the worktree.
  mkdirSync('.aider.tags.cache.v4', { recursive: true });
  say('Aider v0.86.2');
  say('Model: gpt-4o with diff edit format');
  say('Git repo: .git with 1 files');
  say('Repo-map: using 4096 tokens, auto refresh');
  if (before.length > 0) say('Restored previous conversation history.');
  say('');
  let message = readFileSync(options['message-file'] ?? '', 'utf8');
  if (/^[/!]/.test(message)) throw new Error(`a command was run: ${message}`);
  appendFileSync(chat, `\n# aider chat started at 2026-01-01 00:00:00\n\n> Aider v0.86.2  \n${asPrompt(message)}`);
  const messages: Message[] = [...before];
  for (let reflections = 0; ; reflections += 1) {
    messages.push({ role: 'user', content: message });
    const answered = await ask(options, messages);
    if (answered === null) return 0;
    say(answered.text === '' ? 'Empty response received from LLM. Check your provider account?' : answered.text);
    appendFileSync(chat, `\n${answered.text}\n\n`);
    messages.push({ role: 'assistant', content: answered.text });
    say('');
    say(
      `Tokens: ${tokens(answered.sent)} sent, ${tokens(answered.received)} received. Cost: $0.01 message, $0.01 session.`,
    );
    try {
      for (const path of applyEdits(answered.text)) say(`Applied edit to ${path}`);
      return 0;
    } catch (error) {
      say('The LLM did not conform to the edit format.');
      say('https://aider.chat/docs/troubleshooting/edit-errors.html');
      message = String(error);
      say(message);
    }
    if (reflections === REFLECTIONS) {
      say(`Only ${REFLECTIONS} reflections allowed, stopping.`);
      return 0;
    }
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 2;
}
