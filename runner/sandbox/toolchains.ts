import { join } from 'node:path';

/**
 * Where managers of toolchains keep what their commands on the PATH need. All paths are below the user's home. A
 * private HOME hides these places from the commands, so they are also named to them by variables.
 */
type ToolchainRow = {
  /** The row holds where an entry of the PATH is this folder or lies below it. */
  readonly onPath: string;
  readonly readable: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
};

const TOOLCHAINS: readonly ToolchainRow[] = [
  { onPath: '.pyenv', readable: ['.pyenv'], environment: { PYENV_ROOT: '.pyenv' } },
  { onPath: '.rbenv', readable: ['.rbenv'], environment: { RBENV_ROOT: '.rbenv' } },
  // Never .cargo as a whole: it holds the credentials of registries.
  { onPath: '.cargo/bin', readable: ['.cargo/bin', '.rustup'], environment: { RUSTUP_HOME: '.rustup' } },
  { onPath: '.nvm', readable: ['.nvm'], environment: { NVM_DIR: '.nvm' } },
  { onPath: '.volta', readable: ['.volta'], environment: { VOLTA_HOME: '.volta' } },
  { onPath: '.asdf', readable: ['.asdf'], environment: { ASDF_DIR: '.asdf', ASDF_DATA_DIR: '.asdf' } },
  { onPath: '.sdkman', readable: ['.sdkman'], environment: { SDKMAN_DIR: '.sdkman' } },
  {
    onPath: '.local/share/mise',
    readable: ['.local/share/mise'],
    environment: { MISE_DATA_DIR: '.local/share/mise' },
  },
  { onPath: '.local/share/fnm', readable: ['.local/share/fnm'] },
  { onPath: '.bun', readable: ['.bun'] },
  { onPath: '.deno', readable: ['.deno/bin'] },
  // Links to what pipx and uv installed. Their other folders hold credentials.
  {
    onPath: '.local/bin',
    readable: ['.local/bin', '.local/share/pipx', '.local/pipx', '.local/share/uv/tools', '.local/share/uv/python'],
  },
];

/** What lets a user's installed toolchains work inside. */
export type Toolchains = {
  /** Folders that must be readable for the commands on the PATH to work. They need not exist. */
  readonly readable: readonly string[];
  /** For the environment of the commands. */
  readonly environment: Readonly<Record<string, string>>;
};

/** The toolchains that these entries of a PATH (links resolved and unresolved) belong to. */
export function toolchainsOf(pathEntries: readonly string[], home: string): Toolchains {
  const readable: string[] = [];
  const environment: Record<string, string> = {};
  for (const row of TOOLCHAINS) {
    const root = join(home, row.onPath);
    if (!pathEntries.some((entry) => entry === root || entry.startsWith(`${root}/`))) continue;
    readable.push(...row.readable.map((folder) => join(home, folder)));
    for (const [name, folder] of Object.entries(row.environment ?? {})) environment[name] = join(home, folder);
  }
  return { readable, environment };
}
