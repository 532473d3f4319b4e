import { parseArgs } from 'node:util';

const flag = { type: 'boolean' } as const;
const value = { type: 'string' } as const;

/** The options of Aider that are known here, as its own help lists them. What stands in none of these it refuses. */
const OPTIONS = {
  'message-file': value,
  'chat-history-file': value,
  'input-history-file': value,
  model: value,
  timeout: value,
  'openai-api-base': value,
  'openai-api-key': value,
  'map-tokens': value,
  'yes-always': flag,
  stream: flag,
  pretty: flag,
  'fancy-input': flag,
  'auto-commits': flag,
  'dirty-commits': flag,
  gitignore: flag,
  'suggest-shell-commands': flag,
  'detect-urls': flag,
  'show-model-warnings': flag,
  'show-release-notes': flag,
  'check-update': flag,
  analytics: flag,
  'restore-chat-history': flag,
} as const;

/** What it was started with. */
export type Arguments = ReturnType<typeof readArguments>;

/**
 * Reads the command line as Aider's argparse does.
 *
 * @throws Error with its words, for exit code 2
 */
export function readArguments(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowNegative: true, allowPositionals: false }).values;
  } catch (error) {
    throw new Error(`aider: error: unrecognized arguments: ${String(error)}`);
  }
}
