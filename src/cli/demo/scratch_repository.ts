import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { stringify } from 'yaml';
import { git } from '../../local/git/git_process.ts';
import { DEMO_PLAN } from './demo_plan.ts';
import { EXPECTED_FILES } from './expected_outcome.ts';

/** The folder of a demonstration and what lies in it. Paths are absolute. */
export type DemoFolder = {
  readonly repository: string;
  readonly planFile: string;
  readonly runnerFile: string;
  readonly workDir: string;
};

/** Makes a new folder with a repository of one commit, the plan, and a runner file that names the scripted agent. */
export async function createDemoFolder(): Promise<DemoFolder> {
  const folder = await mkdtemp(join(tmpdir(), 'planwright-demo-'));
  const demo: DemoFolder = {
    repository: join(folder, 'repository'),
    planFile: join(folder, 'book.md'),
    runnerFile: join(folder, 'runner.yml'),
    workDir: join(folder, 'work'),
  };
  await mkdir(demo.repository);
  await writeFile(demo.planFile, DEMO_PLAN);
  await writeFile(demo.runnerFile, stringify(runnerFile()));
  await writeFile(join(demo.repository, 'README.md'), EXPECTED_FILES['README.md'] ?? '');
  const inRepository = (...args: string[]) => git(['-C', demo.repository, ...args]);
  await inRepository('init', '--quiet', '--initial-branch=main');
  await inRepository('add', 'README.md');
  await inRepository('commit', '--quiet', '-m', 'docs: begin a small book');
  return demo;
}

function runnerFile(): object {
  // TypeScript in a checkout, JavaScript once built.
  const agent = fileURLToPath(new URL(`./demo_agent${extname(import.meta.filename)}`, import.meta.url));
  return { providers: { writer: { command: [process.execPath, agent], transport: 'text' } }, slots: 3 };
}
