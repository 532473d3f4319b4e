import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 } from 'uuid';
import { DEFAULT_BREAKER } from '../../src/core/breaker/breaker.ts';
import type { EffectAnswer } from '../../src/core/effects/effect.ts';
import type { RepositoryRecord } from '../../src/core/records.ts';
import type { Shown } from '../../src/core/shown.ts';
import { type App, createApp } from '../../src/http/app.ts';
import { createClient } from '../../src/http/client.ts';
import type { LogStream } from '../../src/protocol/conversation.ts';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import type { LeaseRequest } from '../../src/protocol/lease_messages.ts';
import type { Outcome } from '../../src/protocol/outcome.ts';
import type { HeartbeatResponse } from '../../src/protocol/runner_messages.ts';
import type { Usage } from '../../src/protocol/usage.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src/protocol/version.ts';
import { tick } from '../../src/service/chores/tick.ts';
import type { ServiceDependencies } from '../../src/service/dependencies.ts';
import type { EffectTarget, ForgeRequest, RepositoryCredential, Sending } from '../../src/service/ports/forge.ts';
import { createSignals } from '../../src/service/signals.ts';
import { openStore } from '../../src/store/open_store.ts';

export const LEASE_MS = 30_000;
export const LOG_RETENTION_MS = 3_600_000;
const BASE = 'a'.repeat(40);

/** The whole service on a real database file, with a clock that the test moves and a forge that answers from memory. */
export async function startTestService() {
  const folder = await mkdtemp(join(tmpdir(), 'planwright-http-'));
  let now = 1_800_000_000_000;
  const clock = { now: () => now };
  const sleepers = sleeping(clock.now);
  const store = await openStore({ url: `file:${join(folder, 'planwright.db')}`, clock });
  const forge = memoryForge(clock);
  const tokens = { runner: v7(), operator: v7(), tick: v7() };
  const deps: ServiceDependencies = {
    store,
    forge,
    github: null,
    signals: createSignals(),
    settings: {
      leaseMs: LEASE_MS,
      tickIntervalMs: 1_000,
      logRetentionMs: LOG_RETENTION_MS,
      execution: {
        timeoutMs: 600_000,
        stepTimeoutMs: 300_000,
        idleMs: 300_000,
        askWaitMs: 60_000,
        cancelGraceMs: 5_000,
        logHeadBytes: 8,
        logTailBytes: 8,
      },
      scheduling: { serviceConcurrency: 100, repositoryConcurrency: 100, headStartMs: 3_000 },
      breaker: DEFAULT_BREAKER,
    },
    process: v7(),
    version: 'test',
    clock,
    sleep: sleepers.sleep,
    newId: () => v7({ msecs: now }),
    random: () => 0.5,
    randomBytes: (count) => randomBytes(count),
    log: () => {},
  };
  const app = createApp(deps, { runner: [tokens.runner], operator: [tokens.operator], tick: [tokens.tick] });
  const service = {
    app,
    deps,
    tokens,
    forge,
    /** Where its database lies. */
    folder,
    client: createClient('http://service', tokens.operator, (input, init) => app.request(input, init)),
    /** Ticks until nothing more is due at this moment. */
    settle: async () => {
      while ((await tick(deps)).more);
    },
    /** Lets time pass as a living service sees it: with a tick every second. */
    pass: async (ms: number) => {
      for (const end = now + ms; now < end; ) {
        now = Math.min(end, now + 1_000);
        sleepers.wake();
        await service.settle();
      }
    },
    /** Lets time pass while the service is down. */
    outage: (ms: number) => {
      now += ms;
      sleepers.wake();
    },
    runner: ({ token = tokens.runner, ...options }: Partial<RunnerOptions> & { readonly token?: string } = {}) =>
      testRunner(app, token, options),
    stop: async () => {
      await store.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
  return service;
}

export type TestService = Awaited<ReturnType<typeof startTestService>>;

/** A forge whose answers a test may change by kind of effect (else they are done); it remembers what was sent. */
function memoryForge(clock: { readonly now: () => number }) {
  const sent: ForgeRequest[] = [];
  const answers: { [Kind in ForgeRequest['kind']]?: (request: ForgeRequest) => EffectAnswer } = {
    begin_run: () => ({ kind: 'begun', base: 'main', baseCommit: BASE }),
    begin_planning: () => ({ kind: 'begun', base: 'main', baseCommit: BASE }),
    publish_task: () => ({ kind: 'published', pull: null }),
    merge_task: () => ({ kind: 'merged', mergeCommit: 'c'.repeat(40), head: 'c'.repeat(40) }),
  };
  return {
    sent,
    answers,
    /** What a test lets it give to runners; throws what it throws. */
    credential: async (_repository: RepositoryRecord): Promise<RepositoryCredential | null> => null,
    send: async (request: ForgeRequest, target: EffectTarget): Promise<Sending> => {
      sent.push(request);
      return {
        answer: answers[request.kind]?.(request) ?? { kind: 'done' },
        shown: shownBy(request, target, clock.now()),
      };
    },
  };
}

/** What is remembered of a question that was shown, by its comment or by a check, so that it is shown once. */
function shownBy(request: ForgeRequest, { run, shown }: EffectTarget, now: number): readonly Shown[] {
  if (run !== null && request.kind === 'show_question_check') {
    return [{ subject: run.id, what: `check:${request.task}`, number: null, digest: request.standing }];
  }
  if (request.kind !== 'show_question' || run === null) return [];
  const asked = { subject: run.id, what: `asked:${request.n}`, number: null, digest: String(now) } as const;
  const isFirst = !shown.some(({ what }) => what === asked.what);
  const question = { subject: run.id, what: `question:${request.n}`, number: 900 + request.n } as const;
  return [{ ...question, digest: request.standing }, ...(isFirst ? [asked] : [])];
}

/** Sleep on the test's clock: whoever moves it wakes those whose time has come. */
function sleeping(now: () => number) {
  const asleep = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    sleep: (ms: number, givenUp?: AbortSignal) =>
      new Promise<void>((resolve) => {
        if (givenUp?.aborted) return resolve();
        const sleeper = { until: now() + ms, wake: () => resolve() };
        asleep.add(sleeper);
        givenUp?.addEventListener('abort', sleeper.wake, { once: true });
      }),
    wake: () => {
      for (const sleeper of asleep) {
        if (sleeper.until > now()) continue;
        asleep.delete(sleeper);
        sleeper.wake();
      }
    },
  };
}

type RunnerOptions = {
  readonly runner: string;
  readonly boot: string;
  readonly slots: number;
  readonly protocol: string;
};

/** What tests look at in the answers of all calls; which of it an answer has depends on the call. */
type AnswerBody = {
  readonly error: { readonly code: string; readonly message: string };
  readonly leases: { readonly request: ExecutionRequest }[];
  readonly idle: boolean;
  readonly directives: readonly [Answered, ...Answered[]];
};
type Answered = HeartbeatResponse['directives'][number];

function testRunner(app: App, token: string, options: Partial<RunnerOptions> = {}) {
  const { runner = v7(), boot = v7(), slots = 4, protocol = String(PROTOCOL_VERSION) } = options;
  const call = async (path: string, body: unknown) => {
    const response = await app.request(`/api/runner/v1/${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', [PROTOCOL_HEADER]: protocol },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json()) as AnswerBody };
  };
  const leaseFor = async (wanted: Pick<LeaseRequest, 'slot' | 'capacity' | 'request'>): Promise<ExecutionRequest[]> => {
    const { body } = await call('lease', { runner, boot, waitMs: 0, ...wanted });
    return body.leases.map((lease: { request: ExecutionRequest }) => lease.request);
  };
  return {
    runner,
    boot,
    call,
    register: () =>
      call('register', {
        runner,
        boot,
        name: 'forge-1',
        labels: [],
        slots,
        agents: [{ name: 'script', transport: 'text' }],
        repositories: ['*'],
        sandbox: 'none',
      }),
    lease: (capacity = slots, request = v7()) => leaseFor({ slot: 'task', capacity, request }),
    /** For the slot that is kept for orchestrators. */
    leaseOrchestrator: () => leaseFor({ slot: 'orchestrator', capacity: 1, request: v7() }),
    start: (attempt: string, base = BASE) => call('start', { runner, attempt, base, startCommit: base }),
    beat: (...attempts: string[]) =>
      call('heartbeat', { runner, boot, attempts: attempts.map((attempt) => ({ attempt })) }),
    use: (attempt: string, usage: Usage) => call('heartbeat', { runner, boot, attempts: [{ attempt, usage }] }),
    finish: (attempt: string, outcome: Outcome) => call('finish', { runner, attempt, outcome }),
    log: (attempt: string, chunks: unknown[], stream: LogStream = 'output') =>
      call('log', { runner, attempt, stream, chunks }),
  };
}

export type TestRunner = ReturnType<typeof testRunner>;

const measured = {
  durationMs: 1_000,
  changedFiles: 1,
  insertions: 2,
  deletions: 0,
  summary: 'Done.',
  outputs: {},
  evidence: [],
};

export function success(changes: Partial<Extract<Outcome, { kind: 'succeeded' }>> = {}): Outcome {
  return { kind: 'succeeded', commit: 'b'.repeat(40), ...measured, ...changes };
}

export function failure(changes: Partial<Extract<Outcome, { kind: 'failed' }>> = {}): Outcome {
  return {
    kind: 'failed',
    class: 'agent_error',
    message: 'It ended with exit code 1.',
    commit: null,
    ...measured,
    ...changes,
  };
}

/** An end without success that has no class of its own. */
export function ended(kind: 'canceled' | 'timed_out'): Outcome {
  return { kind, message: 'It was told to end.', commit: null, ...measured };
}
