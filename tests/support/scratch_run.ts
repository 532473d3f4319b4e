import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';
import { type MeetingPoint, startMeetingPoint } from './meeting_point.ts';
import { memoryFolder } from './memory_folder.ts';
import { type Program, startProgram } from './program.ts';
import { installScriptedAgent, type Script } from './scripted_agent.ts';

/** Short times, so that what depends on time happens while a test looks. */
const QUICK = { LEASE_MS: '3000', TICK_INTERVAL_MS: '100', CANCEL_GRACE_MS: '300' } as const;

export type ScratchRunOptions = {
  /** Name of the plan: of its file without extension. */
  readonly name: string;
  readonly plan: string;
  readonly script: Script;
  /** Files of the repository's first commit. */
  readonly files?: Readonly<Record<string, string>>;
  readonly slots?: number;
  readonly environment?: Readonly<Record<string, string>>;
};

/** A repository, a plan and a scripted agent, with everything that Planwright keeps in folders of their own. */
export type ScratchRun = {
  readonly name: string;
  /** Holds everything but the repository. */
  readonly folder: string;
  readonly repository: ScratchRepository;
  readonly planFile: string;
  /** Mirrors, worktrees and the rest of what runners keep. */
  readonly workDir: string;
  /** The database of the repository's runs. */
  readonly databaseFile: string;
  readonly meetingPoint: MeetingPoint;
  readonly environment: Readonly<Record<string, string>>;
  /** Starts `planwright …` in the repository. Every program that is left is killed by `remove`. */
  readonly planwright: (args: readonly string[], environment?: Readonly<Record<string, string>>) => Program;
  /** `planwright plan run` of the plan. */
  readonly startPlan: (...args: string[]) => Program;
  readonly remove: () => Promise<void>;
};

/** Makes all of it in a temporary folder. */
export async function scratchRun(options: ScratchRunOptions): Promise<ScratchRun> {
  const { name, script, slots = 2 } = options;
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'planwright-run-')));
  const workDir = join(folder, 'work');
  const home = join(folder, 'home');
  const planFile = join(folder, `${name}.md`);
  const runnerFile = join(folder, 'runner.yml');
  const meetingPoint = await startMeetingPoint();
  const command = installScriptedAgent(join(folder, 'agent'), script, meetingPoint.url);
  for (const each of [workDir, home]) mkdirSync(each);
  writeFileSync(planFile, options.plan);
  writeFileSync(
    runnerFile,
    stringify({ providers: { script: { command, transport: 'text' } }, repositories: ['*'], sandbox: 'auto', slots }),
  );
  const repository = makeRepository(options.files ?? {});
  const environment = {
    PATH: process.env.PATH ?? '',
    HOME: home,
    NO_COLOR: '1',
    ...QUICK,
    ...options.environment,
    PLANWRIGHT_WORK_DIR: workDir,
    PLANWRIGHT_RUNNER_CONFIG: runnerFile,
  };
  const programs: Program[] = [];
  const planwright: ScratchRun['planwright'] = (args, further = {}) => {
    const program = startProgram(args, { ...environment, ...further }, repository.folder);
    programs.push(program);
    return program;
  };
  return {
    name,
    folder,
    repository,
    planFile,
    workDir,
    databaseFile: join(repository.folder, '.git', 'planwright', 'planwright.db'),
    meetingPoint,
    environment,
    planwright,
    startPlan: (...args) => planwright(['plan', 'run', planFile, ...args]),
    remove: async () => {
      for (const program of programs) program.signal('SIGKILL');
      await Promise.all(programs.map(({ ended }) => ended));
      await meetingPoint.close();
      repository.remove();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function makeRepository(files: Readonly<Record<string, string>>): ScratchRepository {
  const repository = scratchRepository({ parent: memoryFolder() });
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(join(repository.folder, file, '..'), { recursive: true });
    repository.write(file, text);
  }
  if (Object.keys(files).length > 0) repository.commit('Files of the test');
  return repository;
}
