import { z } from 'zod';
import type { AgentBackend, AgentDriver, AgentExit, AgentFailure, AgentIo, AgentTask } from '../agent_driver.ts';
import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import { JsonRpc, type RpcAnswer, type RpcId } from '../json_rpc.ts';
import { classifyLastWords, classifyRpcError } from './classify.ts';
import { ToolUpdates } from './emit_update.ts';
import { PermissionRequest, PromptAnswer, SessionAnswer, SessionUpdate, TextContent, type Update } from './messages.ts';

/** The version of the protocol that is spoken. */
const PROTOCOL_VERSION = 1;
/** Of a method that is not there. */
const METHOD_NOT_FOUND = -32_601;
/** The most of the agent's words that are kept as its last. */
const SUMMARY_LIMIT = 16_384;

/** Transport `acp`: any agent that speaks the Agent Client Protocol on its standard streams. */
export const acp: AgentBackend = { start: (task, io) => new AcpDriver(task, io) };

class AcpDriver implements AgentDriver {
  readonly launch: AgentDriver['launch'];
  readonly #task: AgentTask;
  readonly #io: AgentIo;
  readonly #rpc: JsonRpc;
  readonly #tools: ToolUpdates;
  #session: string | null = null;
  /** A conversation that is loaded is told again from its beginning, which is no news. */
  #isLoading = false;
  #words = '';
  #usage: AgentUsage = NO_USAGE;
  #totalCost: number | null = null;
  #end: 'completed' | AgentFailure | null = null;

  constructor(task: AgentTask, io: AgentIo) {
    this.launch = { argv: task.command, environment: {} };
    this.#task = task;
    this.#io = io;
    this.#tools = new ToolUpdates(io);
    this.#rpc = new JsonRpc(io.write, {
      onNotification: (method, params) => this.#notified(method, params),
      onRequest: (id, method, params) => this.#requested(id, method, params),
    });
  }

  begin(): void {
    const clientCapabilities = { fs: { readTextFile: false, writeTextFile: false }, terminal: false };
    const clientInfo = { name: 'planwright', version: '1' };
    const params = { protocolVersion: PROTOCOL_VERSION, clientCapabilities, clientInfo };
    this.#rpc.call('initialize', params, (answer) => this.#next(answer, z.unknown(), () => this.#openSession()));
  }

  onStdout(bytes: Uint8Array): void {
    this.#rpc.read(bytes);
  }

  /** The protocol has no questions of the agent's: it asks by the tool server. */
  answer(): void {}

  interrupt(): boolean {
    if (this.#session === null) return false;
    this.#rpc.notify('session/cancel', { sessionId: this.#session });
    return true;
  }

  finish(exit: AgentExit) {
    this.#rpc.end();
    const before = this.#task.session?.used ?? NO_USAGE;
    const summary = this.#words.trim().slice(-SUMMARY_LIMIT);
    const usage = {
      ...this.#usage,
      costUsd: this.#totalCost === null ? null : this.#totalCost - (before.costUsd ?? 0),
    };
    const session = this.#session === null ? null : { id: this.#session, used: { ...usage, costUsd: this.#totalCost } };
    const end = this.#end ?? withoutEnd(exit);
    const failure = end === 'completed' ? classifyLastWords(summary) : end;
    return failure === null
      ? ({ kind: 'done', summary, session, usage } as const)
      : ({ kind: 'failed', summary, session, usage, ...failure } as const);
  }

  #openSession(): void {
    const { session, workingDirectory: cwd, tools } = this.#task;
    const params = { cwd, mcpServers: tools === null ? [] : [mcpServer(tools)] };
    if (session === null) {
      const then = (answer: RpcAnswer) => this.#next(answer, SessionAnswer, ({ sessionId }) => this.#prompt(sessionId));
      this.#rpc.call('session/new', params, then);
      return;
    }
    this.#isLoading = true;
    this.#rpc.call('session/load', { sessionId: session.id, ...params }, (answer) =>
      this.#next(answer, z.unknown(), () => this.#prompt(session.id), { isSessionLost: true }),
    );
  }

  #prompt(sessionId: string): void {
    this.#isLoading = false;
    this.#session = sessionId;
    this.#io.emit({ kind: 'session', id: sessionId });
    const prompt = [{ type: 'text', text: this.#task.prompt }];
    this.#rpc.call('session/prompt', { sessionId, prompt }, (answer) =>
      this.#next(answer, PromptAnswer, (done) => this.#answered(done)),
    );
  }

  #answered({ stopReason, usage, _meta: meta }: PromptAnswer): void {
    const counted = meta?.quota?.token_count;
    const inputTokens = counted?.input_tokens ?? (usage?.inputTokens ?? 0) + (usage?.cachedReadTokens ?? 0);
    const outputTokens = counted?.output_tokens ?? usage?.outputTokens ?? 0;
    this.#usage = { inputTokens, cachedTokens: usage?.cachedReadTokens ?? 0, outputTokens, costUsd: null };
    if (stopReason === 'end_turn') this.#finished('completed');
    else this.#finished(stoppedBecause(stopReason));
  }

  #next<T>(answer: RpcAnswer, schema: z.ZodType<T>, then: (result: T) => void, lost: Partial<AgentFailure> = {}): void {
    if (answer.kind === 'error') {
      this.#finished({ ...classifyRpcError(answer.error), ...lost });
      return;
    }
    const { success, data } = schema.safeParse(answer.result);
    if (success) then(data);
    else
      this.#finished({ class: 'agent_error', message: 'The agent answered in words that the protocol does not have.' });
  }

  #notified(method: string, params: unknown): void {
    const update = method === 'session/update' && !this.#isLoading ? SessionUpdate.safeParse(params) : null;
    if (update?.success) this.#updated(update.data.update);
  }

  #updated(update: Update): void {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk': {
        const { success, data } = TextContent.safeParse(update.content);
        if (!success) return;
        this.#words += data.text;
        this.#io.emit({ kind: 'message', text: data.text });
        return;
      }
      case 'tool_call':
      case 'tool_call_update':
        // What it says after its last tool is its summary.
        this.#words = '';
        this.#tools.read(update);
        return;
      case 'usage_update':
        if (update.cost?.currency === 'USD') this.#totalCost = update.cost.amount;
        return;
      default:
    }
  }

  #requested(id: RpcId, method: string, params: unknown): void {
    const request = method === 'session/request_permission' ? PermissionRequest.safeParse(params) : null;
    if (request === null || !request.success) {
      this.#rpc.refuse(id, { code: METHOD_NOT_FOUND, message: `${method} is not offered` });
      return;
    }
    // What it may do is the sandbox's matter.
    const { options } = request.data;
    const allowed =
      options.find(({ kind }) => kind === 'allow_always') ?? options.find(({ kind }) => kind === 'allow_once');
    const outcome =
      allowed === undefined ? { outcome: 'cancelled' } : { outcome: 'selected', optionId: allowed.optionId };
    this.#rpc.respond(id, { outcome });
  }

  #finished(end: 'completed' | AgentFailure): void {
    this.#end ??= end;
    this.#io.closeInput();
  }
}

function mcpServer({ name, command, environment }: NonNullable<AgentTask['tools']>) {
  const [program, ...args] = command;
  return {
    name,
    command: program,
    args,
    env: Object.entries(environment).map(([key, value]) => ({ name: key, value })),
  };
}

function stoppedBecause(reason: string): AgentFailure {
  switch (reason) {
    case 'max_tokens':
      return { class: 'context_too_long', message: "The agent's answer outgrew what its model may write." };
    case 'refusal':
      return { class: 'refused', message: 'The model refused to do it.' };
    default:
      return { class: 'agent_error', message: `The agent ended its turn as ${reason}.` };
  }
}

function withoutEnd({ exitCode, stderrTail }: AgentExit): AgentFailure {
  const complaint = stderrTail.trim();
  const message = `the agent ended with exit code ${exitCode} before its turn did`;
  return { class: 'agent_error', message: complaint === '' ? message : `${message}: ${complaint}` };
}
