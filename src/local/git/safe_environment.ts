/**
 * Configuration of every git process of the local forge, on the command line, where it beats the user's own files:
 * no program of theirs is started and nothing of theirs changes what is stored.
 */
const safeConfiguration: readonly string[] = [
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.attributesFile=/dev/null',
  'core.editor=false',
  'core.pager=cat',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'credential.helper=',
  'gc.auto=0',
  'maintenance.auto=false',
  'protocol.allow=never',
  'core.quotePath=false',
  'color.ui=false',
];

/** `-c key=value …` for all of the fixed configuration, and the switches that every call gets. */
export const safeArguments: readonly string[] = [
  ...safeConfiguration.flatMap((entry) => ['-c', entry]),
  '--no-pager',
  '--no-replace-objects',
  '--literal-pathspecs',
];

/** Who writes merge commits. */
const MERGE_IDENTITY = { name: 'Planwright', email: 'planwright@localhost' } as const;

/** The environment of every git process of the local forge: no `GIT_*` variable and no configuration of the user's. */
export function safeEnvironment(path: string | undefined): Record<string, string> {
  return {
    ...(path === undefined ? {} : { PATH: path }),
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_AUTHOR_NAME: MERGE_IDENTITY.name,
    GIT_AUTHOR_EMAIL: MERGE_IDENTITY.email,
    GIT_COMMITTER_NAME: MERGE_IDENTITY.name,
    GIT_COMMITTER_EMAIL: MERGE_IDENTITY.email,
  };
}
