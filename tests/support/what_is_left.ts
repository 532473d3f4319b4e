import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createClient } from '@libsql/client';
import type { ScratchRun } from './scratch_run.ts';

/** What a database must not hold once all runs have ended, each a query that finds nothing. */
const NOTHING_OF: Readonly<Record<string, string>> = {
  'live attempt': `SELECT id FROM attempts WHERE state IN ('leased', 'running')`,
  'lock that is held': 'SELECT name FROM locks',
  'effect that waits': `SELECT kind FROM outbox WHERE state = 'waiting'`,
  'effect that was refused': `SELECT kind || ': ' || answer FROM outbox WHERE state = 'dead'`,
  'unfinished run': `SELECT state FROM runs WHERE state IN ('pending', 'running', 'paused', 'in_review')`,
};

/** Everything that a run should have cleared away and did not, one line each: in the database, on disk, in memory. */
export async function whatIsLeft(
  scratch: ScratchRun,
  databaseUrl = `file:${scratch.databaseFile}`,
): Promise<readonly string[]> {
  return [...(await leftInDatabase(databaseUrl)), ...leftInFolders(scratch), ...leftProcesses(scratch)];
}

async function leftInDatabase(url: string): Promise<readonly string[]> {
  const database = createClient({ url });
  try {
    const left: string[] = [];
    for (const [what, query] of Object.entries(NOTHING_OF)) {
      const { rows } = await database.execute(query);
      left.push(...rows.map((row) => `${what}: ${String(row[0])}`));
    }
    return left;
  } finally {
    database.close();
  }
}

/** Attempts' folders, sockets, and worktrees that the user's repository or a mirror still knows. */
function leftInFolders({ workDir, repository }: ScratchRun): readonly string[] {
  const below = readdirSync(workDir, { recursive: true, encoding: 'utf8' }).filter(
    // Bubblewrap leaves empty folders there as mount points, when the work folder is a temporary one.
    (path) => !path.startsWith('scratch/'),
  );
  const attempts = below.filter((path) => /^runners\/[^/]+\/attempts\/[^/]+$/.test(path));
  const sockets = below.filter((path) => /^sockets\/[^/]+$/.test(path));
  const worktrees = below.filter((path) => /\.git\/worktrees\/[^/]+$/.test(path));
  const users = repository.git('worktree', 'list', '--porcelain').match(/^worktree .*$/gm) ?? [];
  return [
    ...attempts.map((path) => `attempt's folder: ${path}`),
    ...sockets.map((path) => `socket: ${path}`),
    ...worktrees.map((path) => `worktree of a mirror: ${path}`),
    ...users.slice(1).map((line) => `the user's ${line}`),
  ];
}

/** Processes that name a folder of the run in their arguments or environment. */
export function leftProcesses({ folder, repository }: ScratchRun): readonly string[] {
  const places = [folder, repository.folder];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .flatMap((pid) => {
      const commandLine = readProc(pid, 'cmdline').replaceAll('\0', ' ').trim();
      const about = commandLine + readProc(pid, 'environ');
      return commandLine !== '' && places.some((place) => about.includes(place))
        ? [`process ${pid}: ${commandLine}`]
        : [];
    });
}

/** Empty where the process has gone meanwhile, or is somebody else's. */
function readProc(pid: string, file: string): string {
  try {
    return readFileSync(join('/proc', pid, file), 'utf8');
  } catch {
    return '';
  }
}
