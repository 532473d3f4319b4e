import { join } from 'node:path';

/** Below the home folder: never readable as a whole, since they hold more than programs. Parts of them may be. */
const NEVER_WHOLE = [
  '.',
  '.local',
  '.local/share',
  '.local/share/uv',
  '.config',
  '.cache',
  '.cargo',
  '.claude',
  '.codex',
  '.gemini',
  '.deno',
  'go',
];
/** Below the home folder: nothing of them is ever readable. */
const NEVER_AT_ALL = [
  '.ssh',
  '.gnupg',
  '.aws',
  '.azure',
  '.kube',
  '.docker',
  '.netrc',
  '.npmrc',
  '.git-credentials',
  '.password-store',
  '.config/gh',
  '.local/share/keyrings',
];
/** The same of the whole machine: other users, other programs' data, the kernel's files. */
const NEVER_WHOLE_OF_MACHINE = [
  '/',
  '/home',
  '/root',
  '/Users',
  '/etc',
  '/opt',
  '/var',
  '/var/lib',
  '/srv',
  '/mnt',
  '/media',
  '/run',
  '/run/user',
  '/tmp',
  '/var/tmp',
];
const NEVER_AT_ALL_OF_MACHINE = ['/proc', '/sys', '/dev', '/boot', '/etc/shadow', '/etc/ssh'];

/** True where making this path readable would show something that no agent may see. */
export function isPrivate(path: string, home: string, runnerOwn: readonly string[]): boolean {
  const neverWhole = [...NEVER_WHOLE.map((name) => join(home, name)), ...NEVER_WHOLE_OF_MACHINE];
  const neverAtAll = [...NEVER_AT_ALL.map((name) => join(home, name)), ...NEVER_AT_ALL_OF_MACHINE, ...runnerOwn];
  return (
    [...neverWhole, ...neverAtAll].some((secret) => isInside(secret, path)) ||
    neverAtAll.some((secret) => isInside(path, secret))
  );
}

/** True where `path` is `folder` or lies in it. Both absolute, without `..`. */
export function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
