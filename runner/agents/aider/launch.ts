import type { AgentTask, Launch } from '../agent_driver.ts';

/** What the start exits with where the conversation to go on with is not there (EX_NOINPUT of sysexits.h). */
export const CONVERSATION_LOST = 66;

/** The longest that one request to the model may take, in seconds. */
const REQUEST_TIMEOUT_SECONDS = 300;

/**
 * Its prompt stands in a file, since a long one fits into no argument, and its conversation in another; both in its HOME, so that a
 * later attempt goes on with them. The index that it keeps of the repository is no work, and goes before anybody looks.
 */
const SCRIPT = `
folder="$HOME/.planwright-aider"
conversation="$folder/$1"
if [ "$2" = again ] && [ ! -f "$conversation.md" ]; then exit ${CONVERSATION_LOST}; fi
shift 2
mkdir -p "$folder" && cat > "$conversation.prompt" || exit
trap 'rm -rf .aider.tags.cache.v*' EXIT
trap 'exit 143' TERM
trap 'exit 130' INT
"$@" --message-file "$conversation.prompt" --chat-history-file "$conversation.md" --input-history-file "$conversation.input"
exit $?
`;

/** What makes it work alone: it asks nobody, commits nothing, opens no page, and says what it does in plain lines. */
const FLAGS = [
  '--yes-always',
  '--no-stream',
  '--no-pretty',
  '--no-fancy-input',
  '--no-auto-commits',
  '--no-dirty-commits',
  '--no-gitignore',
  '--no-suggest-shell-commands',
  '--no-detect-urls',
  '--no-show-model-warnings',
  '--no-show-release-notes',
  '--no-check-update',
  '--no-analytics',
  '--timeout',
  String(REQUEST_TIMEOUT_SECONDS),
];

/** Aider with one message. */
export function launchAider({ command, prompt, model, session, newSessionId }: AgentTask): Launch {
  const [id, how] = session === null ? [newSessionId, 'anew'] : [session.id, 'again'];
  const shown = [
    ...command,
    ...FLAGS,
    ...(model === null ? [] : ['--model', model]),
    ...(session === null ? [] : ['--restore-chat-history']),
  ];
  return {
    argv: ['sh', '-c', SCRIPT, 'planwright', id, how, ...shown],
    shown,
    environment: {
      // Else it breaks its lines at 80 characters.
      COLUMNS: '10000',
      PYTHONIOENCODING: 'utf-8',
      PYTHONUNBUFFERED: '1',
    },
    input: asMessage(prompt),
  };
}

/** What begins so is a command of Aider's own, and one of the shell after `!`. */
const COMMAND = /^[/!]/;

function asMessage(prompt: string): string {
  return COMMAND.test(prompt) ? `Task:\n\n${prompt}` : prompt;
}
