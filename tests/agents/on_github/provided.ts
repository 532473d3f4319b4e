import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { StageProvider } from '../../support/github_stage.ts';
import type { RealAgent } from '../agents.ts';
import { clisFolder } from '../install_clis.ts';

/** A proxy that refuses every connection: some agents look for news of themselves and wait for them long. */
const NOWHERE = 'http://127.0.0.1:9';

/** A real agent as a runner offers it, and what its variables are. */
export type Provided = { readonly provider: StageProvider; readonly environment: Readonly<Record<string, string>> };

/**
 * The agent as a provider of a runner, with its model at this address. What it wants to find in its HOME a shell puts there
 * before it becomes the agent.
 *
 * @param packages where its package lies
 */
export function provided(
  agent: RealAgent,
  modelUrl: string,
  packages: string = join(clisFolder(), 'node_modules'),
): Provided {
  const files = Object.entries(agent.homeFiles(modelUrl)).map(([path, text], index) => {
    const variable = `HOME_FILE_${index}`;
    const put = `mkdir -p "$HOME/${dirname(path)}" && printf %s "$${variable}" > "$HOME/${path}"`;
    return { variable, text, put };
  });
  const environment = {
    ...agent.environment(modelUrl),
    ...Object.fromEntries(files.map(({ variable, text }) => [variable, text])),
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    NO_PROXY: '127.0.0.1,localhost',
  };
  const program = agent.command(packages, modelUrl);
  const shell = ['sh', '-c', [...files.map(({ put }) => put), 'exec "$@"'].join(' && '), 'sh'];
  const command = files.length === 0 ? program : [...shell, ...program];
  return { provider: { command, transport: agent.transport, env: Object.keys(environment) }, environment };
}

/**
 * Puts the agent's package where everybody may read it: the pinned agents lie below the home of who runs the tests.
 *
 * @returns the folder that holds it; undefined: it is no package
 */
export function packageForEverybody({ package: name }: RealAgent, folder: string): string | undefined {
  // What is no package lies in the checkout, which everybody may read.
  if (name === null) return undefined;
  const packages = join(folder, 'packages');
  const copy = join(packages, name);
  mkdirSync(dirname(copy), { recursive: true });
  for (let each = dirname(copy); each.startsWith(folder); each = dirname(each)) chmodSync(each, 0o755);
  const original = join(clisFolder(), 'node_modules', name);
  try {
    execFileSync('cp', ['-al', original, copy], { stdio: 'ignore' });
  } catch {
    // Another file system has no links to this one.
    execFileSync('cp', ['-a', original, copy]);
  }
  return packages;
}
