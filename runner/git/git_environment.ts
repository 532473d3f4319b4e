/**
 * The configuration every git process of the runner gets on its command line, where it beats any file an agent may have
 * written. Each line switches off a way by which configuration or a repository's content starts a program, changes what
 * is stored, or makes git act later and elsewhere.
 */
const safeConfiguration: readonly string[] = [
  // Programs that git would start.
  'core.hooksPath=/dev/null',
  'core.fsmonitor=false',
  'core.sshCommand=false',
  'core.editor=false',
  'core.pager=cat',
  'credential.helper=',
  'diff.external=',
  'commit.gpgSign=false',
  'tag.gpgSign=false',
  'push.gpgSign=false',
  // Files outside the repository that change what git sees.
  'core.attributesFile=/dev/null',
  'core.excludesFile=/dev/null',
  // Transports: a folder of this machine and http(s), nothing else.
  'protocol.allow=never',
  'protocol.file.allow=always',
  'protocol.http.allow=always',
  'protocol.https.allow=always',
  // A connection on which nothing moves ends, so that git of a dead runner does not hold the mirror's lock for ever.
  'http.lowSpeedLimit=1',
  'http.lowSpeedTime=120',
  // Submodules are other repositories: never entered, fetched or pushed.
  'submodule.recurse=false',
  'fetch.recurseSubmodules=false',
  'push.recurseSubmodules=no',
  'diff.ignoreSubmodules=all',
  // Content is stored as it is, and names that another system would take for `.git` are refused.
  'core.autocrlf=false',
  'core.protectNTFS=true',
  'core.protectHFS=true',
  'core.sparseCheckout=false',
  'core.untrackedCache=false',
  'core.splitIndex=false',
  'safe.bareRepository=explicit',
  // Nothing is tidied up behind the back of the other worktrees, which borrow the mirror's objects.
  'gc.auto=0',
  'gc.worktreePruneExpire=never',
  'maintenance.auto=false',
  'receive.autogc=false',
  // Steady output for parsing.
  'advice.detachedHead=false',
  'advice.addEmbeddedRepo=false',
  'core.quotePath=false',
  'color.ui=false',
];

/** `-c key=value …` for all of the fixed configuration. */
export const safeConfigurationArguments: readonly string[] = safeConfiguration.flatMap((entry) => ['-c', entry]);

/** What every git process takes over from the runner's environment. */
const inheritedNames = ['PATH', 'TMPDIR'];

/** What only git that talks to a remote takes over: how to reach the network. Proxies' URLs may hold passwords. */
const inheritedNetworkNames = [
  'HTTP_PROXY',
  'HTTPS_PROXY',
  'ALL_PROXY',
  'NO_PROXY',
  'http_proxy',
  'https_proxy',
  'all_proxy',
  'no_proxy',
  'SSL_CERT_FILE',
  'SSL_CERT_DIR',
];

/**
 * The environment of every git process: nothing is inherited but `inheritedNames`, so neither the user's `GIT_*` variables,
 * nor their `~/.netrc` or configuration, nor the runner's secrets reach git.
 */
export function gitEnvironment(source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return {
    ...pick(source, inheritedNames),
    HOME: '/nonexistent',
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_ATTR_NOSYSTEM: '1',
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    // Two git processes that read the same index must not fight over writing refreshed stat data back.
    GIT_OPTIONAL_LOCKS: '0',
    GIT_PAGER: 'cat',
    GIT_EDITOR: 'false',
  };
}

/** What git that talks to a remote gets in addition. */
export function networkEnvironment(source: NodeJS.ProcessEnv = process.env): Record<string, string> {
  return pick(source, inheritedNetworkNames);
}

function pick(source: NodeJS.ProcessEnv, names: readonly string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = source[name];
    if (value !== undefined) picked[name] = value;
  }
  return picked;
}

/**
 * The value of `GIT_ALTERNATE_OBJECT_DIRECTORIES` for these folders: a list split by `:`, in which a path that holds the
 * separator or a quote must itself be quoted.
 */
export function alternateObjectDirectories(folders: readonly string[]): string {
  return folders
    .map((folder) => (/[":\n\\]/.test(folder) ? `"${folder.replaceAll(/["\\]/g, '\\$&')}"` : folder))
    .join(':');
}
