import { readdir, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Transport } from '../../runner/agents/backends.ts';
import { BUILT_INS } from '../../runner/config/built_in_providers.ts';

/** The agents that are played with. */
export type AgentName = 'claude_code' | 'codex' | 'gemini' | 'opencode' | 'goose' | 'aider';

/** A real agent, as the runner ships it, and what brings it to talk to a model on loopback besides. */
export type RealAgent = {
  readonly name: AgentName;
  /** As people call it. */
  readonly title: string;
  /** The package that it is installed from; null: a stand-in is played with, since it cannot be installed. */
  readonly package: string | null;
  readonly transport: Transport;
  /** @param packages the folder of the installed packages */
  readonly command: (packages: string, modelUrl: string) => readonly [string, ...string[]];
  readonly environment: (modelUrl: string) => Readonly<Record<string, string>>;
  /** The same for somebody with a subscription, where the agent tells its limits apart from a key's. */
  readonly subscription?: (modelUrl: string) => Readonly<Record<string, string>>;
  /** What lies in its HOME before the runner furnishes it, by path. */
  readonly homeFiles: (modelUrl: string) => Readonly<Record<string, string>>;
  /** Which tokens it tells: those of all requests that a prompt came to, or of the last alone, which is a flaw. */
  readonly tokensAreOf: 'prompt' | 'last request';
  /** Whether its model has tools to call, and it can be asked to stop; else it edits files by what its model says, and a signal ends it. */
  readonly hasTools: boolean;
  /** Has the time go by for its HOME that the runner would let go by before it goes on with a conversation. */
  readonly age?: (home: string) => Promise<void>;
};

/** A built-in provider's arguments after another program. */
function asShipped(name: keyof typeof BUILT_INS, ...program: [string, ...string[]]): [string, ...string[]] {
  const [, ...args] = BUILT_INS[name].command;
  return [...program, ...args];
}

const claudeCodeAgent: RealAgent = {
  name: 'claude_code',
  title: 'Claude Code',
  package: '@anthropic-ai/claude-code-linux-x64',
  transport: 'claude-code',
  tokensAreOf: 'prompt',
  hasTools: true,
  command: (packages) => asShipped('claude', join(packages, '@anthropic-ai/claude-code-linux-x64/claude')),
  environment: (modelUrl) => ({ ANTHROPIC_BASE_URL: modelUrl, ANTHROPIC_API_KEY: 'none-is-asked-for' }),
  subscription: (modelUrl) => ({ ANTHROPIC_BASE_URL: modelUrl, CLAUDE_CODE_OAUTH_TOKEN: 'none-is-asked-for' }),
  homeFiles: () => ({}),
};

const codexAgent: RealAgent = {
  name: 'codex',
  title: 'Codex',
  package: '@openai/codex-linux-x64',
  transport: 'codex',
  tokensAreOf: 'prompt',
  hasTools: true,
  command: (packages, modelUrl) => [
    ...asShipped('codex', join(packages, '@openai/codex-linux-x64/vendor/x86_64-unknown-linux-musl/bin/codex')),
    '-c',
    `model_providers.planwright.base_url=${modelUrl}/v1`,
    // Its tools are those that the scripted model knows.
    '-c',
    'model=gpt-5.5',
  ],
  environment: () => ({ CODEX_API_KEY: 'none-is-asked-for' }),
  homeFiles: () => ({}),
};

const geminiAgent: RealAgent = {
  name: 'gemini',
  title: 'Gemini CLI',
  package: '@google/gemini-cli',
  transport: 'acp',
  tokensAreOf: 'prompt',
  hasTools: true,
  command: (packages) => [
    ...asShipped('gemini', process.execPath, join(packages, '@google/gemini-cli/bundle/gemini.js')),
    // Else it asks a model first which one it shall be.
    '--model=gemini-2.5-pro',
  ],
  environment: (modelUrl) => ({ GEMINI_API_KEY: 'none-is-asked-for', GOOGLE_GEMINI_BASE_URL: modelUrl }),
  homeFiles: () => ({}),
  age: ageGeminiChats,
};

/** Gemini names a conversation's file by the minute: for it years have gone by. */
async function ageGeminiChats(home: string): Promise<void> {
  const chats = join(home, '.gemini/tmp/worktree/chats');
  for (const name of await readdir(chats).catch(() => [])) {
    await rename(join(chats, name), join(chats, name.replace(/^session-.{16}/, 'session-2026-01-01T00-00')));
  }
}

const opencodeAgent: RealAgent = {
  name: 'opencode',
  title: 'opencode',
  package: 'opencode-linux-x64',
  transport: 'acp',
  tokensAreOf: 'last request',
  hasTools: true,
  command: (packages) => asShipped('opencode', join(packages, 'opencode-linux-x64/bin/opencode')),
  environment: () => ({
    OPENCODE_DISABLE_MODELS_FETCH: '1',
    // What only costs time here.
    OPENCODE_PURE: '1',
    OPENCODE_DISABLE_DEFAULT_PLUGINS: '1',
    OPENCODE_EXPERIMENTAL_DISABLE_FILEWATCHER: '1',
  }),
  homeFiles: (modelUrl) => ({
    '.config/opencode/opencode.json': JSON.stringify({
      model: 'scripted/model',
      small_model: 'scripted/model',
      enabled_providers: ['scripted'],
      provider: {
        scripted: {
          npm: '@ai-sdk/openai-compatible',
          name: 'Scripted',
          options: { baseURL: `${modelUrl}/v1`, apiKey: 'none-is-asked-for' },
          models: {
            model: { name: 'Model', limit: { context: 200_000, output: 32_000 }, cost: { input: 3, output: 15 } },
          },
        },
      },
    }),
  }),
};

const gooseAgent: RealAgent = {
  name: 'goose',
  title: 'Goose',
  package: '@aaif/goose-binary-linux-x64',
  transport: 'acp',
  tokensAreOf: 'prompt',
  hasTools: true,
  command: (packages) => asShipped('goose', join(packages, '@aaif/goose-binary-linux-x64/bin/goose')),
  environment: (modelUrl) => ({
    GOOSE_PROVIDER: 'openai',
    GOOSE_MODEL: 'gpt-4o',
    OPENAI_HOST: modelUrl,
    OPENAI_API_KEY: 'none-is-asked-for',
  }),
  homeFiles: () => ({}),
};

const AIDER_STAND_IN = fileURLToPath(new URL('../support/aider/aider_stand_in.ts', import.meta.url));

const aiderAgent: RealAgent = {
  name: 'aider',
  title: 'Aider (stand-in)',
  package: null,
  transport: 'aider',
  tokensAreOf: 'prompt',
  hasTools: false,
  command: () => asShipped('aider', process.execPath, AIDER_STAND_IN),
  environment: (modelUrl) => ({ OPENAI_API_BASE: `${modelUrl}/v1`, OPENAI_API_KEY: 'none-is-asked-for' }),
  homeFiles: () => ({}),
};

/** By their names. */
export const AGENTS: Readonly<Record<AgentName, RealAgent>> = {
  claude_code: claudeCodeAgent,
  codex: codexAgent,
  gemini: geminiAgent,
  opencode: opencodeAgent,
  goose: gooseAgent,
  aider: aiderAgent,
};
