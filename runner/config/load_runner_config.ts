import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { builtInsOn } from './built_in_providers.ts';
import { parseRunnerFile } from './parse_runner_file.ts';
import { DEFAULT_SLOTS, type Provider, type RunnerConfig, type RunnerMode } from './runner_config.ts';
import { RunnerFileError } from './runner_file_error.ts';
import type { RunnerFile } from './runner_file_schema.ts';

/** Where the runner's file lies, and whether somebody named it. */
export type RunnerFileLocation = {
  readonly file: string;
  /** True: it must exist. False: it is the default place, and a missing file is an empty one. */
  readonly named: boolean;
};

/**
 * Reads the runner's file and completes it with the defaults of `mode`.
 *
 * @param path the PATH on which built-in providers are looked for
 * @throws RunnerFileError where the file is missing though named, is not valid, or leaves out what this mode needs
 */
export async function loadRunnerConfig(
  location: RunnerFileLocation,
  mode: RunnerMode,
  path: string,
): Promise<RunnerConfig> {
  const file = resolve(location.file);
  const text = await readText(file, location.named);
  const parsed = parseRunnerFile(file, text ?? '');
  return {
    providers: [
      ...(await Promise.all(
        Object.entries(parsed.providers).map(([name, entry]) => toProvider(name, entry, dirname(file))),
      )),
      ...(await builtInsOn(path, Object.keys(parsed.providers))),
    ],
    repositories: mode === 'local' ? ['*'] : requireRepositories(file, parsed),
    sandbox: parsed.sandbox ?? (mode === 'local' ? 'auto' : 'required'),
    ...(parsed.egress === undefined ? {} : { egress: parsed.egress }),
    labels: parsed.labels,
    slots: parsed.slots ?? DEFAULT_SLOTS,
  };
}

async function readText(file: string, named: boolean): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' && !named) return undefined;
    const what = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    throw new RunnerFileError(file, [
      { line: 1, message: `${what}; PLANWRIGHT_RUNNER_CONFIG names the runner's file` },
    ]);
  }
}

function requireRepositories(file: string, parsed: RunnerFile): readonly string[] {
  if (parsed.repositories !== undefined && parsed.repositories.length > 0) return parsed.repositories;
  throw new RunnerFileError(file, [
    { line: 1, message: 'say whose tasks this runner takes, for example `repositories: [ "acme/*" ]`' },
  ]);
}

async function toProvider(name: string, entry: RunnerFile['providers'][string], folder: string): Promise<Provider> {
  const [program = '', ...rest] = entry.command;
  return {
    name,
    command: [
      // A bare name is looked up on PATH, as everywhere.
      program.includes('/') ? resolve(folder, program) : program,
      ...(await Promise.all(rest.map((argument) => resolveExisting(argument, folder)))),
    ],
    transport: entry.transport,
    env: entry.env,
    home: entry.home,
    from: 'file',
    ...(entry.slots === undefined ? {} : { slots: entry.slots }),
  };
}

/** An argument that names a file beside the runner's file becomes its absolute path; all others stay as they are. */
async function resolveExisting(argument: string, folder: string): Promise<string> {
  if (argument.startsWith('-') || isAbsolute(argument)) return argument;
  const path = resolve(folder, argument);
  return await stat(path).then(
    (entry) => (entry.isFile() ? path : argument),
    () => argument,
  );
}
