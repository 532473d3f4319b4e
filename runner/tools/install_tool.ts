import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { TOOL_SOCKET_VARIABLE } from './tool_messages.ts';

/** The longest path that a unix socket may have on Linux, without its final zero byte (sun_path, unix(7)). */
const SOCKET_PATH_LIMIT_BYTES = 103;

const SOCKET_NAME = 's';

/** Where the program behind `planwright-tool` is, and what must be readable for it to run. */
export type ToolProgram = {
  /** This Node's own executable. */
  readonly node: string;
  readonly program: string;
  readonly readable: readonly string[];
  /** The folder that Planwright is installed in. */
  readonly packageRoot: string;
};

/** The program as it lies beside this file: TypeScript in a checkout, JavaScript when built. */
export function toolProgram(): ToolProgram {
  const program = fileURLToPath(new URL(`./planwright_tool${extname(import.meta.url)}`, import.meta.url));
  const packageRoot = packageRootOf(program);
  // Node looks there for the kind of modules that the program is made of.
  const manifest = join(packageRoot, 'package.json');
  return { node: process.execPath, program, readable: [dirname(program), manifest], packageRoot };
}

function packageRootOf(program: string): string {
  for (let folder = dirname(program); folder !== '/'; folder = dirname(folder)) {
    if (existsSync(join(folder, 'package.json'))) return folder;
  }
  throw new Error(`${program} lies in no package; install Planwright anew`);
}

/**
 * Where an attempt's socket folder is to be: below `workDir` where its path is short enough there, else in the system's
 * folder for temporary files. Nothing is made yet, so that the place can be written down first.
 *
 * @param name unique, of at most 12 characters, and not to be guessed by other users of the machine
 */
export function socketFolderFor(workDir: string, name: string): string {
  const preferred = join(workDir, 'sockets', name);
  const fits = Buffer.byteLength(join(preferred, SOCKET_NAME)) <= SOCKET_PATH_LIMIT_BYTES;
  return fits ? preferred : join(tmpdir(), `planwright-${name}`);
}

/** Makes the folder. Rejects where something is there already, which somebody else may have put there. */
export async function makeSocketFolder(folder: string): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 });
  await mkdir(folder, { mode: 0o700 });
}

/** The socket in such a folder. */
export function socketPath(socketFolder: string): string {
  return join(socketFolder, SOCKET_NAME);
}

/** Puts the command `planwright-tool` into the folder `programs`; it needs nothing but the socket and the program's files. */
export async function installTool(programs: string, socket: string, tool: ToolProgram): Promise<void> {
  await mkdir(programs, { recursive: true });
  const wrapper = join(programs, 'planwright-tool');
  await writeFile(
    wrapper,
    `#!/bin/sh\n${TOOL_SOCKET_VARIABLE}=${quote(socket)} exec ${quote(tool.node)} ${quote(tool.program)} "$@"\n`,
  );
  await chmod(wrapper, 0o755);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
