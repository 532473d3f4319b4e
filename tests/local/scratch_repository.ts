import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A real repository in a temporary folder, and what tests ask of it. */
export type ScratchRepository = {
  readonly folder: string;
  /** Runs git in the folder and gives what it printed, trimmed. */
  readonly git: (...args: string[]) => string;
  readonly write: (file: string, text: string) => void;
  /** Commits everything in the folder and gives the commit. */
  readonly commit: (message: string) => string;
  /** A commit of these files on top of `parent`, made without touching any branch. */
  readonly commitOn: (parent: string, files: Readonly<Record<string, string>>) => string;
  readonly remove: () => void;
};

/** Makes a repository with the branch `main` in a folder of its own in `parent`; `commit: false` leaves it without a commit. */
export function scratchRepository(
  options: { readonly commit?: boolean; readonly parent?: string } = {},
): ScratchRepository {
  const folder = mkdtempSync(join(options.parent ?? tmpdir(), 'planwright-test-'));
  const run = (args: readonly string[], input?: string, env: Record<string, string> = {}) =>
    execFileSync('git', args, {
      cwd: folder,
      input: input ?? '',
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH ?? '',
        HOME: folder,
        GIT_AUTHOR_NAME: 'Ada',
        GIT_AUTHOR_EMAIL: 'ada@example.org',
        GIT_COMMITTER_NAME: 'Ada',
        GIT_COMMITTER_EMAIL: 'ada@example.org',
        ...env,
      },
    }).trim();
  const git = (...args: string[]) => run(args);
  const write = (file: string, text: string) => writeFileSync(join(folder, file), text);
  const commit = (message: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--allow-empty', '-m', message);
    return git('rev-parse', 'HEAD');
  };
  const commitOn = (parent: string, files: Readonly<Record<string, string>>) => {
    const index = { GIT_INDEX_FILE: join(folder, '.git', 'test-index') };
    run(['read-tree', parent], undefined, index);
    for (const [file, text] of Object.entries(files)) {
      const blob = run(['hash-object', '-w', '--stdin'], text);
      run(['update-index', '--add', '--cacheinfo', `100644,${blob},${file}`], undefined, index);
    }
    const tree = run(['write-tree'], undefined, index);
    rmSync(index.GIT_INDEX_FILE);
    return run(['commit-tree', tree, '-p', parent, '-m', `Change ${Object.keys(files).join(', ')}`]);
  };
  git('init', '--quiet', '--initial-branch=main');
  const repository = { folder, git, write, commit, commitOn, remove: () => rmSync(folder, { recursive: true }) };
  if (options.commit !== false) {
    write('readme', 'one\n');
    commit('First');
  }
  return repository;
}

/** A digest of every file of the work tree, the index and HEAD: equal before and after means nothing was touched. */
export function fingerprint(repository: ScratchRepository): string {
  const hash = createHash('sha256');
  const names = readdirSync(repository.folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((name) => !name.includes('/.git/') || /\.git\/(index|HEAD)$/.test(name))
    .sort();
  for (const name of names) hash.update(name).update('\0').update(readFileSync(name)).update('\0');
  return hash.digest('hex');
}
