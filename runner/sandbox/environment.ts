import { delimiter, join, resolve } from 'node:path';

/** What a command gets of the runner's own environment without anybody having listed it. */
const INHERITED = ['PATH', 'LANG', 'LC_ALL', 'TERM'] as const;

/** Planwright's own secrets. They reach no command, even where a provider's `env:` lists them. */
export const NEVER_PASSED: readonly string[] = [
  'RUNNER_TOKEN',
  'OPERATOR_TOKEN',
  'TICK_SECRET',
  'WEBHOOK_SECRET',
  'PRIVATE_KEY',
  'PRIVATE_KEY_PATH',
  'DATABASE_AUTH_TOKEN',
];

/** What a command's environment is made of. */
export type EnvironmentParts = {
  /** The runner's own environment. */
  readonly own: Readonly<Record<string, string | undefined>>;
  /** The folder of the package that Planwright runs from. */
  readonly packageRoot: string;
  /** Names of variables that the provider's or the environment's `env:` lets through. */
  readonly listed: readonly string[];
  /** Variables that tell installed toolchains where they are; see `toolchains.ts`. */
  readonly toolchains?: Readonly<Record<string, string>>;
  /** What Planwright tells the command: `PLANWRIGHT_…`. */
  readonly given: Readonly<Record<string, string>>;
  /** Folder to put first on the PATH, where `planwright-tool` lies, as the command sees it. */
  readonly tools?: string;
};

/** The whole environment of a command but HOME and TMPDIR, which its sandbox adds. What is named nowhere here stays out. */
export function childEnvironment(parts: EnvironmentParts): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const name of [...INHERITED, ...parts.listed]) {
    const value = parts.own[name];
    if (value !== undefined && !NEVER_PASSED.includes(name)) environment[name] = value;
  }
  const path = withoutNpmPath(parts.own.PATH ?? '', parts.packageRoot);
  environment.PATH = parts.tools === undefined ? path : `${parts.tools}${delimiter}${path}`;
  return { ...environment, ...parts.toolchains, ...parts.given };
}

/**
 * The PATH as it was before `npm run` put its folders in front: `node_modules/.bin` of the package and of each folder
 * above it, and npm's `node-gyp-bin`. Without this a task would find Planwright's tools in place of the user's own.
 */
export function withoutNpmPath(path: string, packageRoot: string): string {
  const added = new Set(foldersUpwards(packageRoot).map((folder) => join(folder, 'node_modules', '.bin')));
  const isNpmOwn = (entry: string): boolean => entry.endsWith('/node-gyp-bin') && entry.includes('/node_modules/');
  const keep = (entry: string): boolean => entry !== '' && !added.has(resolve(entry)) && !isNpmOwn(entry);
  return path.split(delimiter).filter(keep).join(delimiter);
}

function foldersUpwards(folder: string): string[] {
  const above = resolve(folder, '..');
  return above === folder ? [folder] : [folder, ...foldersUpwards(above)];
}
