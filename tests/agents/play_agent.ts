import { randomUUID } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type {
  AgentDriver,
  AgentOutcome,
  AgentTask,
  EarlierSession,
  McpServerSpec,
} from '../../runner/agents/agent_driver.ts';
import type { AgentEvent } from '../../runner/agents/agent_event.ts';
import { BACKENDS } from '../../runner/agents/backends.ts';
import type { Provider } from '../../runner/config/runner_config.ts';
import { furnishingFrom } from '../../runner/home/furnish_home.ts';
import { programOf } from '../../runner/home/programs.ts';
import { makeRepository, writeFiles } from '../support/git_repository.ts';
import { type AgentEnd, startAgentProcess } from './agent_process.ts';
import type { RealAgent } from './agents.ts';
import { EventLog } from './event_log.ts';
import { clisFolder } from './install_clis.ts';
import type { RecordedStream } from './recorded_stream.ts';
import { Transcript } from './transcript.ts';

/** Where an agent lives: a later play in the same place finds its conversations. */
export type Place = { readonly folder: string; readonly home: string; readonly worktree: string };

/** What is played. */
export type Part = {
  readonly agent: RealAgent;
  readonly place: Place;
  readonly modelUrl: string;
  readonly prompt: string;
  /** Default: the agent's own. */
  readonly model?: string | null;
  readonly session?: EarlierSession | null;
  readonly tools?: McpServerSpec | null;
  /** Default `key`. */
  readonly credentials?: 'key' | 'subscription';
};

/** An agent at work, as a process of its own. */
export type Play = {
  readonly events: readonly AgentEvent[];
  readonly event: EventLog['first'];
  readonly answer: AgentDriver['answer'];
  readonly interrupt: AgentDriver['interrupt'];
  /** Kills the agent and all that it started, as the end of a machine does. */
  readonly kill: () => Promise<void>;
  /** Whether it has ended, or says that its work is over, before it was stopped. */
  readonly isOver: () => boolean;
  readonly ended: Promise<Ended>;
};

/** What came of it. */
export type Ended = AgentEnd & { readonly outcome: AgentOutcome; readonly stream: RecordedStream };

/** A proxy that refuses every connection. */
const NOWHERE = 'http://127.0.0.1:9';

/** Makes a HOME and a repository below `folder`. */
export async function makePlace(folder: string): Promise<Place> {
  const place = { folder, home: join(folder, 'home'), worktree: join(folder, 'worktree') };
  await makeRepository(place.worktree, { 'README.md': 'A repository to work in.\n' });
  await Promise.all([place.home, join(folder, 'tmp')].map((path) => mkdir(path, { recursive: true })));
  return place;
}

/** Starts the agent with its driver. */
export async function playAgent(part: Part): Promise<Play> {
  const { agent, place, modelUrl } = part;
  await writeFiles(place.home, agent.homeFiles(modelUrl));
  await furnish(part);
  const transcript = new Transcript();
  const log = new EventLog();
  const over = Promise.withResolvers<void>();
  const task = taskOf(part);
  const driver: AgentDriver = BACKENDS[agent.transport].start(task, {
    emit: (event) => log.add(event),
    write: (text) => {
      transcript.write(text);
      program.write(text);
    },
    workIsOver: over.resolve,
  });
  const environment = { ...environmentOf(part), ...driver.launch.environment };
  const program = startAgentProcess(
    { argv: driver.launch.argv, environment },
    {
      cwd: place.worktree,
      onStdout: (bytes) => {
        transcript.print(bytes);
        driver.onStdout(bytes);
      },
    },
  );
  let isOver = false;
  const end = async (): Promise<Ended> => {
    await Promise.race([over.promise, program.exited]);
    isOver = true;
    const ended = await program.end();
    transcript.end(ended.exit);
    const outcome = driver.finish(ended.exit);
    log.close();
    const golden = { events: log.events, outcome };
    return { ...ended, outcome, stream: { task, exchanges: transcript.exchanges, golden } };
  };
  if (driver.launch.input !== undefined) {
    program.write(driver.launch.input);
    program.close();
  }
  driver.begin();
  return {
    events: log.events,
    event: (kind) => log.first(kind),
    answer: (question, text) => {
      transcript.ask({ kind: 'answer', question, text });
      driver.answer(question, text);
    },
    interrupt: () => {
      transcript.ask({ kind: 'interrupt' });
      return driver.interrupt();
    },
    kill: program.kill,
    isOver: () => isOver,
    ended: end(),
  };
}

/** As the runner furnishes a HOME before it starts an agent there, the time gone by that it would let go by. */
async function furnish({ agent, place, modelUrl, session = null, credentials }: Part): Promise<void> {
  const environment = ownVariables(agent, modelUrl, credentials);
  const command = agent.command(join(clisFolder(), 'node_modules'), modelUrl);
  const env = Object.keys(environment);
  const provider: Provider = { name: agent.name, command, transport: agent.transport, env, home: [], from: 'file' };
  await furnishingFrom(place.home, environment, () => {})(place.home, provider, async () => {});
  const pauseMs = async () =>
    session === null ? 0 : ((await programOf(provider)?.pauseBeforeResumeMs(place.home, session.id, Date.now())) ?? 0);
  if ((await pauseMs()) > 0) await agent.age?.(place.home);
  if ((await pauseMs()) > 0) throw new Error(`A conversation of ${agent.title} would have to rest longer.`);
}

function ownVariables(agent: RealAgent, modelUrl: string, credentials: Part['credentials']) {
  return ((credentials === 'subscription' ? agent.subscription : undefined) ?? agent.environment)(modelUrl);
}

function taskOf({ agent, place, modelUrl, prompt, session = null, tools = null, model = null }: Part): AgentTask {
  return {
    command: agent.command(join(clisFolder(), 'node_modules'), modelUrl),
    prompt,
    model,
    workingDirectory: place.worktree,
    session,
    newSessionId: randomUUID(),
    tools,
  };
}

function environmentOf({ agent, place, modelUrl, credentials }: Part): Readonly<Record<string, string>> {
  return {
    // The Node that runs the tests comes first: agents and their tools start it by its name.
    PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
    HOME: place.home,
    TMPDIR: join(place.folder, 'tmp'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    // Some would look for news of themselves and wait for it long: beyond loopback there is nothing.
    HTTP_PROXY: NOWHERE,
    HTTPS_PROXY: NOWHERE,
    NO_PROXY: '127.0.0.1,localhost',
    ...ownVariables(agent, modelUrl, credentials),
  };
}
