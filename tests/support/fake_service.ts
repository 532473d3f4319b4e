import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { inflateSync } from 'node:zlib';
import type { z } from 'zod';
import type { AgentSession } from '../../src/protocol/agent_session.ts';
import { AskRequest, type AskResponse } from '../../src/protocol/ask_messages.ts';
import type { LogStream } from '../../src/protocol/conversation.ts';
import type { ErrorCode } from '../../src/protocol/errors.ts';
import type { ExecutionRequest } from '../../src/protocol/execution_request.ts';
import { HomesRequest, type HomesResponse } from '../../src/protocol/home_messages.ts';
import { LeaseRequest, type LeaseResponse } from '../../src/protocol/lease_messages.ts';
import { LogRequest } from '../../src/protocol/log_messages.ts';
import type { Outcome } from '../../src/protocol/outcome.ts';
import type { AskedQuestion } from '../../src/protocol/questions.ts';
import {
  type Directive,
  FinishRequest,
  HeartbeatRequest,
  RegisterRequest,
  SessionRequest,
  StartRequest,
  TokenRequest,
  type TokenResponse,
} from '../../src/protocol/runner_messages.ts';
import { SalvagedRequest } from '../../src/protocol/salvage_messages.ts';
import type { Slot } from '../../src/protocol/slot.ts';
import type { Usage } from '../../src/protocol/usage.ts';
import { PROTOCOL_HEADER, PROTOCOL_VERSION } from '../../src/protocol/version.ts';

export type FakeServiceTiming = { readonly leaseMs: number; readonly heartbeatMs: number };

type AttemptState = {
  readonly request: ExecutionRequest;
  holder: string | undefined;
  started: StartRequest | undefined;
  outcome: Outcome | undefined;
  finishes: number;
  directive: Directive;
  fenced: boolean;
  progress: string | undefined;
  usage: Usage | undefined;
  readonly chunks: { readonly [Stream in LogStream]: Map<number, Buffer> };
  /** As reported, the end's last. */
  readonly sessions: AgentSession[];
  /** By the ids that the runner chose. */
  readonly asked: Map<string, AskedQuestion>;
};

/** What the next `token` is answered with; `unavailable` is the error of that name. */
type GiveToken = () => TokenResponse['credential'] | 'unavailable';

/** The answer to a question; undefined: there is none yet. */
type GiveAnswer = (
  text: string,
) => { readonly state: 'answered'; readonly answer: string; readonly by: string } | undefined;

/** An answer that is an error of the protocol. */
class Refusal extends Error {
  readonly status: number;
  readonly code: ErrorCode;

  constructor(status: number, code: ErrorCode) {
    super(code);
    this.status = status;
    this.code = code;
  }
}

/**
 * A small service in memory that speaks the runner protocol over real HTTP: every message is checked against its schema,
 * token and version. It hands out what it is given, and tells what happened.
 */
export class FakeService {
  readonly token = 'runner-token';
  readonly registrations: RegisterRequest[] = [];
  /** Tasks that need their HOMEs no more. */
  readonly tasksOver = new Set<string>();
  /** What was saved of attempts that made no report. */
  readonly salvages: SalvagedRequest[] = [];
  /** Every message of the runner, by path, in order. */
  readonly messages: string[] = [];
  /** What went wrong in the runner's messages; must stay empty. */
  readonly complaints: string[] = [];
  readonly #attempts = new Map<string, AttemptState>();
  readonly #waiting: ExecutionRequest[] = [];
  readonly #leases = new Map<string, LeaseResponse>();
  readonly #watchers = new Set<() => void>();
  readonly #server: Server;
  readonly #timing: FakeServiceTiming;
  #known = new Set<string>();
  #away = false;
  #idle = false;
  #holdFinishes = false;
  #giveToken: GiveToken = () => null;
  readonly #questions = new Map<string, AskRequest['asked']>();
  #answerQuestion: GiveAnswer = () => undefined;

  constructor(timing: FakeServiceTiming = { leaseMs: 30_000, heartbeatMs: 50 }) {
    this.#timing = timing;
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  static async start(timing?: FakeServiceTiming): Promise<FakeService> {
    const service = new FakeService(timing);
    await new Promise<void>((resolve) => service.#server.listen(0, '127.0.0.1', resolve));
    return service;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  /** Puts attempts where the next lease finds them. */
  offer(...requests: ExecutionRequest[]): void {
    for (const request of requests) {
      this.#waiting.push(request);
      this.#attempts.set(request.attempt, {
        request,
        holder: undefined,
        started: undefined,
        outcome: undefined,
        finishes: 0,
        directive: { kind: 'continue' },
        fenced: false,
        progress: undefined,
        usage: undefined,
        chunks: { output: new Map(), conversation: new Map() },
        sessions: [],
        asked: new Map(),
      });
    }
    this.#changed();
  }

  /** From now on there is no run left that could give work. */
  becomeIdle(): void {
    this.#idle = true;
    this.#changed();
  }

  /** While away every connection is dropped without an answer. */
  setAway(away: boolean): void {
    this.#away = away;
    if (away) this.#server.closeAllConnections();
  }

  /** While held, reports of an end get no answer, as if the network had lost it. */
  holdFinishes(hold: boolean): void {
    this.#holdFinishes = hold;
  }

  /** From now on repositories need a token; `give` is called for each question that is allowed. */
  giveTokens(give: GiveToken): void {
    this.#giveToken = give;
  }

  /** What was asked, in order. */
  get questions(): readonly AskRequest['asked'][] {
    return [...this.#questions.values()];
  }

  /** From now on questions are answered so; undefined: that one not yet. */
  answerQuestions(answer: GiveAnswer): void {
    this.#answerQuestion = answer;
  }

  forgetRunners(): void {
    this.#known = new Set();
  }

  direct(attempt: string, directive: Directive): void {
    this.#state(attempt).directive = directive;
  }

  /** Gives the attempt up: the next heartbeat says stop, every report is refused. */
  fence(attempt: string): void {
    this.#state(attempt).fenced = true;
    this.direct(attempt, { kind: 'stop' });
  }

  /** Resolves as soon as `condition` holds; it is looked at after every message. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      await new Promise<void>((resolve) => {
        const watcher = () => {
          this.#watchers.delete(watcher);
          resolve();
        };
        this.#watchers.add(watcher);
      });
    }
  }

  async outcome(attempt: string): Promise<Outcome> {
    await this.until(() => this.#state(attempt).outcome !== undefined);
    return this.#state(attempt).outcome as Outcome;
  }

  /** What the attempt has asked a person. */
  asked(attempt: string): readonly AskedQuestion[] {
    return [...this.#state(attempt).asked.values()];
  }

  async started(attempt: string): Promise<StartRequest> {
    await this.until(() => this.#state(attempt).started !== undefined);
    return this.#state(attempt).started as StartRequest;
  }

  isStarted(attempt: string): boolean {
    return this.#state(attempt).started !== undefined;
  }

  /** How often the end was reported, answered or not. */
  finishes(attempt: string): number {
    return this.#state(attempt).finishes;
  }

  /** What heartbeats said that the attempt has used. */
  used(attempt: string): Usage | undefined {
    return this.#state(attempt).usage;
  }

  progress(attempt: string): string | undefined {
    return this.#state(attempt).progress;
  }

  /** The conversations that were reported of the attempt, in order; the last as it was reported with its end. */
  sessions(attempt: string): readonly AgentSession[] {
    return this.#state(attempt).sessions;
  }

  /** The log as stored, with `[cut N bytes]` where offsets leave a gap. */
  log(attempt: string, stream: LogStream = 'output'): string {
    let end = 0;
    let text = '';
    for (const [offset, bytes] of [...this.#state(attempt).chunks[stream]].sort(([a], [b]) => a - b)) {
      if (offset > end) text += `[cut ${offset - end} bytes]`;
      text += bytes.toString();
      end = offset + bytes.length;
    }
    return text;
  }

  #state(attempt: string): AttemptState {
    const state = this.#attempts.get(attempt);
    if (state === undefined) throw new Refusal(404, 'not_found');
    return state;
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (this.#away) {
      request.destroy();
      return;
    }
    const path = (request.url ?? '').replace('/api/runner/v1/', '');
    const gone = new AbortController();
    response.on('close', () => gone.abort());
    try {
      this.#authorize(request);
      const body: unknown = JSON.parse((await buffer(request)).toString());
      this.messages.push(path);
      const answer = await this.#answer(path, body, gone.signal);
      response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
    } catch (error) {
      const refusal = error instanceof Refusal ? error : new Refusal(500, 'internal');
      if (!(error instanceof Refusal)) this.complaints.push(`${path}: ${String(error)}`);
      const body = { error: { code: refusal.code, message: `refused: ${refusal.code}` } };
      response.writeHead(refusal.status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    }
    this.#changed();
  }

  #authorize(request: IncomingMessage): void {
    if (request.headers.authorization !== `Bearer ${this.token}`) throw new Refusal(401, 'unauthorized');
    if (request.headers[PROTOCOL_HEADER] !== String(PROTOCOL_VERSION)) throw new Refusal(400, 'protocol_mismatch');
  }

  async #answer(path: string, body: unknown, gone: AbortSignal): Promise<unknown> {
    switch (path) {
      case 'register':
        return this.#register(this.#parse(RegisterRequest, body));
      case 'lease':
        return await this.#lease(this.#parse(LeaseRequest, body), gone);
      case 'start':
        return this.#start(this.#parse(StartRequest, body));
      case 'session':
        return this.#session(this.#parse(SessionRequest, body));
      case 'heartbeat':
        return this.#heartbeat(this.#parse(HeartbeatRequest, body));
      case 'log':
        return this.#storeLog(this.#parse(LogRequest, body));
      case 'ask':
        return this.#ask(this.#parse(AskRequest, body));
      case 'token':
        return this.#token(this.#parse(TokenRequest, body));
      case 'finish':
        return await this.#finish(this.#parse(FinishRequest, body), gone);
      case 'homes':
        return this.#homes(this.#parse(HomesRequest, body));
      case 'salvaged':
        return this.#salvaged(this.#parse(SalvagedRequest, body));
      default:
        throw new Refusal(404, 'not_found');
    }
  }

  #parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> {
    const parsed = schema.safeParse(body);
    if (parsed.success) return parsed.data;
    this.complaints.push(parsed.error.message);
    throw new Refusal(400, 'bad_request');
  }

  #homes({ tasks }: HomesRequest): HomesResponse {
    return { needed: [], over: tasks.filter((task) => this.tasksOver.has(task)) };
  }

  #salvaged(request: SalvagedRequest): { noted: true } {
    this.salvages.push(request);
    return { noted: true };
  }

  #register(request: RegisterRequest): FakeServiceTiming {
    this.registrations.push(request);
    this.#known.add(request.runner);
    return this.#timing;
  }

  async #lease(request: LeaseRequest, gone: AbortSignal): Promise<LeaseResponse> {
    if (!this.#known.has(request.runner)) throw new Refusal(409, 'unknown_runner');
    const before = this.#leases.get(request.request);
    if (before !== undefined) return before;
    const wanted = () => this.#waiting.filter(({ work }) => slotOf(work) === request.slot);
    await Promise.race([
      this.until(() => wanted().length > 0 || this.#idle || gone.aborted || !this.#known.has(request.runner)),
      new Promise((resolve) => gone.addEventListener('abort', resolve)),
    ]);
    if (gone.aborted) throw new Refusal(503, 'unavailable');
    const requests = wanted().slice(0, request.capacity);
    for (const each of requests) this.#waiting.splice(this.#waiting.indexOf(each), 1);
    for (const { attempt } of requests) this.#state(attempt).holder = request.runner;
    const leases = requests.map((each) => ({ request: each, leaseMs: this.#timing.leaseMs }));
    const answer = { leases, idle: this.#idle && this.#waiting.length === 0 };
    this.#leases.set(request.request, answer);
    return answer;
  }

  #start(request: StartRequest): { leaseMs: number } {
    this.#current(request).started = request;
    return { leaseMs: this.#timing.leaseMs };
  }

  #session(request: SessionRequest): { stored: true } {
    this.#current(request).sessions.push(request.session);
    return { stored: true };
  }

  #heartbeat(request: HeartbeatRequest): unknown {
    if (!this.#known.has(request.runner)) throw new Refusal(409, 'unknown_runner');
    const directives = request.attempts.map(({ attempt, progress, usage }) => {
      const state = this.#state(attempt);
      if (progress !== undefined) state.progress = progress;
      if (usage !== undefined) state.usage = usage;
      return { attempt, directive: state.directive };
    });
    return { leaseMs: this.#timing.leaseMs, directives };
  }

  #storeLog(request: LogRequest): { stored: number } {
    const { chunks } = this.#current(request);
    for (const { offset, bytes, deflated } of request.chunks) {
      const inflated = inflateSync(Buffer.from(deflated, 'base64'));
      if (inflated.length !== bytes) this.complaints.push(`a log chunk of ${bytes} bytes held ${inflated.length}`);
      chunks[request.stream].set(offset, inflated);
    }
    return { stored: request.chunks.length };
  }

  /** Nobody waits here: what is open stays so until the runner asks again. */
  #ask(request: AskRequest): AskResponse {
    const { question, asked } = request;
    this.#current(request).asked.set(question, asked);
    if (!this.#questions.has(question)) this.#questions.set(question, asked);
    const n = [...this.#questions.keys()].indexOf(question) + 1;
    return { n, ...(this.#answerQuestion(asked.text) ?? { state: 'open' }) };
  }

  #token(request: TokenRequest): TokenResponse {
    if (this.#current(request).outcome !== undefined) throw new Refusal(409, 'attempt_not_current');
    const credential = this.#giveToken();
    if (credential === 'unavailable') throw new Refusal(503, 'unavailable');
    return { credential };
  }

  async #finish(request: FinishRequest, gone: AbortSignal): Promise<{ accepted: true }> {
    const state = this.#current(request);
    state.finishes += 1;
    this.#changed();
    if (this.#holdFinishes) {
      await new Promise((resolve) => gone.addEventListener('abort', resolve));
      throw new Refusal(503, 'unavailable');
    }
    if (state.outcome === undefined && request.session !== undefined) state.sessions.push(request.session);
    state.outcome ??= request.outcome;
    return { accepted: true };
  }

  #current({ runner, attempt }: { runner: string; attempt: string }): AttemptState {
    const state = this.#state(attempt);
    if (state.fenced || state.holder !== runner) throw new Refusal(409, 'attempt_not_current');
    return state;
  }
}

function slotOf(work: ExecutionRequest['work']): Slot {
  return work.kind === 'agent' && work.role === 'orchestrator' ? 'orchestrator' : 'task';
}
