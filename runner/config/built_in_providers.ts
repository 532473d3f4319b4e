import { BUILT_IN_PROVIDERS, type BuiltInProvider } from '../../src/protocol/built_in_providers.ts';
import { isProgram } from './is_program.ts';
import type { Provider } from './runner_config.ts';

/**
 * How often Codex asks its model again can be said of model providers of its configuration alone, not of its own: so it gets one
 * that is OpenAI as its own is, by requests of HTTPS, and asks once more.
 */
const FEW_RETRIES = [
  'model_provider=planwright',
  'model_providers.planwright.name=OpenAI',
  'model_providers.planwright.requires_openai_auth=true',
  'model_providers.planwright.request_max_retries=1',
  'model_providers.planwright.stream_max_retries=1',
].flatMap((setting) => ['-c', setting]);

type BuiltIn = Pick<Provider, 'command' | 'transport' | 'env'>;

/**
 * How each is started, and which of the runner's variables it is given: its own keys and addresses. Who has an agent use a key of
 * somebody else's (opencode and Goose can) says so with an entry in the runner's file.
 */
export const BUILT_INS: Readonly<Record<BuiltInProvider, BuiltIn>> = {
  claude: {
    command: ['claude'],
    transport: 'claude-code',
    env: ['ANTHROPIC_API_KEY', 'ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_BASE_URL', 'CLAUDE_CODE_OAUTH_TOKEN'],
  },
  codex: { command: ['codex', ...FEW_RETRIES], transport: 'codex', env: ['OPENAI_API_KEY', 'CODEX_API_KEY'] },
  gemini: {
    // Trust in folders and permission for tools are the sandbox's matter.
    command: ['gemini', '--acp', '--skip-trust', '--yolo'],
    transport: 'acp',
    env: ['GEMINI_API_KEY', 'GOOGLE_API_KEY', 'GOOGLE_GEMINI_BASE_URL', 'GOOGLE_CLOUD_PROJECT'],
  },
  opencode: { command: ['opencode', 'acp'], transport: 'acp', env: ['OPENCODE_API_KEY'] },
  goose: {
    command: ['goose', 'acp', '--with-builtin', 'developer'],
    transport: 'acp',
    env: ['GOOSE_PROVIDER', 'GOOSE_MODEL', 'OLLAMA_HOST'],
  },
  aider: {
    command: ['aider'],
    transport: 'aider',
    env: ['AIDER_MODEL', 'AIDER_OPENAI_API_KEY', 'AIDER_ANTHROPIC_API_KEY'],
  },
};

/** The built-in providers whose programs are on this PATH and that the runner's file does not name itself, in our order. */
export async function builtInsOn(path: string, named: readonly string[]): Promise<readonly Provider[]> {
  const found = await Promise.all(
    BUILT_IN_PROVIDERS.filter((name) => !named.includes(name)).map(async (name): Promise<readonly Provider[]> => {
      const isThere = await isProgram(BUILT_INS[name].command[0], path);
      return isThere ? [{ name, ...BUILT_INS[name], home: [], from: 'path' }] : [];
    }),
  );
  return found.flat();
}
