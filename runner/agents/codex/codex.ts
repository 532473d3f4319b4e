import { z } from 'zod';
import type { AgentBackend, AgentDriver, AgentExit, AgentFailure, AgentIo, AgentTask } from '../agent_driver.ts';
import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import { JsonRpc, type RpcAnswer, type RpcId } from '../json_rpc.ts';
import { classifyTurnError } from './classify.ts';
import { emitItem } from './emit_item.ts';
import { launchCodex } from './launch.ts';
import {
  ErrorNote,
  ItemNote,
  RateLimits,
  ThreadAnswer,
  TokenUsage,
  TurnAnswer,
  TurnCompleted,
  UserInput,
  Warning,
} from './messages.ts';

/** Transport `codex`: Codex's own server on its standard streams. */
export const codex: AgentBackend = { start: (task, io) => new CodexDriver(task, io) };

class CodexDriver implements AgentDriver {
  readonly launch: AgentDriver['launch'];
  readonly #task: AgentTask;
  readonly #io: AgentIo;
  readonly #rpc: JsonRpc;
  readonly #asked = new Map<string, { readonly id: RpcId; readonly questions: readonly string[] }>();
  #thread: string | null = null;
  #turn: string | null = null;
  #summary = '';
  #total: AgentUsage | null = null;
  #resetsAt: number | null = null;
  #retries = 0;
  #end: 'completed' | AgentFailure | null = null;

  constructor(task: AgentTask, io: AgentIo) {
    this.launch = launchCodex(task);
    this.#task = task;
    this.#io = io;
    this.#rpc = new JsonRpc(io.write, {
      onNotification: (method, params) => this.#notified(method, params),
      onRequest: (id, method, params) => this.#requested(id, method, params),
    });
  }

  begin(): void {
    const clientInfo = { name: 'planwright', version: '1' };
    this.#rpc.call('initialize', { clientInfo, capabilities: { experimentalApi: true } }, (answer) =>
      this.#next(answer, z.unknown(), () => this.#openThread()),
    );
  }

  onStdout(bytes: Uint8Array): void {
    this.#rpc.read(bytes);
  }

  answer(question: string, text: string): void {
    const asked = this.#asked.get(question);
    if (asked === undefined) return;
    this.#asked.delete(question);
    this.#rpc.respond(asked.id, {
      answers: Object.fromEntries(asked.questions.map((id) => [id, { answers: [text] }])),
    });
  }

  interrupt(): boolean {
    if (this.#thread === null || this.#turn === null) return false;
    this.#rpc.call('turn/interrupt', { threadId: this.#thread, turnId: this.#turn });
    return true;
  }

  finish(exit: AgentExit) {
    this.#rpc.end();
    const before = this.#task.session?.used ?? NO_USAGE;
    const total = this.#total ?? before;
    const common = {
      summary: this.#summary,
      session: this.#thread === null ? null : { id: this.#thread, used: total },
      usage: difference(total, before),
    };
    const end = this.#end ?? withoutEnd(exit);
    return end === 'completed'
      ? ({ kind: 'done', ...common } as const)
      : ({ kind: 'failed', ...common, ...end } as const);
  }

  #openThread(): void {
    this.#rpc.notify('initialized');
    const how = { cwd: this.#task.workingDirectory, approvalPolicy: 'never', sandbox: 'danger-full-access' };
    const { session } = this.#task;
    const then = (answer: RpcAnswer) =>
      this.#next(answer, ThreadAnswer, ({ thread }) => this.#startTurn(thread.id), { isSessionLost: session !== null });
    if (session === null) this.#rpc.call('thread/start', how, then);
    else this.#rpc.call('thread/resume', { threadId: session.id, ...how }, then);
  }

  #startTurn(thread: string): void {
    this.#thread = thread;
    this.#io.emit({ kind: 'session', id: thread });
    const input = [{ type: 'text', text: this.#task.prompt }];
    this.#rpc.call('turn/start', { threadId: thread, input }, (answer) =>
      this.#next(answer, TurnAnswer, ({ turn }) => {
        this.#turn = turn.id;
      }),
    );
  }

  /** Goes on with what was answered; anything else is the end. */
  #next<T>(answer: RpcAnswer, schema: z.ZodType<T>, then: (result: T) => void, lost: Partial<AgentFailure> = {}): void {
    if (answer.kind === 'error') {
      this.#finished({ class: 'agent_error', message: `Codex: ${answer.error.message}`, ...lost });
      return;
    }
    const { success, data } = schema.safeParse(answer.result);
    if (success) then(data);
    else this.#finished({ class: 'agent_error', message: 'Codex answered in words that are not known here.' });
  }

  #notified(method: string, params: unknown): void {
    switch (method) {
      case 'item/started':
      case 'item/completed': {
        const { success, data } = ItemNote.safeParse(params);
        if (!success) return;
        const isEnd = method === 'item/completed';
        if (isEnd && data.item.type === 'agentMessage') this.#summary = data.item.text ?? '';
        emitItem(data.item, isEnd, this.#io);
        return;
      }
      case 'thread/tokenUsage/updated': {
        const { success, data } = TokenUsage.safeParse(params);
        if (success) this.#used(data.tokenUsage.total);
        return;
      }
      case 'account/rateLimits/updated': {
        const { success, data } = RateLimits.safeParse(params);
        if (success) this.#resetsAt = lastReset(data.rateLimits);
        return;
      }
      case 'error': {
        const { success, data } = ErrorNote.safeParse(params);
        if (!success || !data.willRetry) return;
        this.#retries += 1;
        const { message, additionalDetails } = data.error;
        this.#io.emit({ kind: 'retry', attempt: this.#retries, reason: additionalDetails ?? message });
        return;
      }
      case 'warning': {
        const { success, data } = Warning.safeParse(params);
        if (success) this.#io.emit({ kind: 'warning', text: data.message });
        return;
      }
      case 'turn/completed':
        this.#turnCompleted(params);
        return;
      default:
    }
  }

  #turnCompleted(params: unknown): void {
    const { success, data } = TurnCompleted.safeParse(params);
    if (!success) return;
    const { status, error } = data.turn;
    if (status === 'completed') this.#finished('completed');
    else if (error != null) this.#finished(classifyTurnError(error, this.#resetsAt));
    else this.#finished({ class: 'agent_error', message: `Codex ended its turn as ${status}.` });
  }

  #requested(id: RpcId, method: string, params: unknown): void {
    const input = method === 'item/tool/requestUserInput' ? UserInput.safeParse(params) : null;
    if (input === null || !input.success) {
      // It was told to ask for no permission, so nothing that it may ask has an answer here.
      this.#rpc.refuse(id, { code: -32_601, message: `${method} is not offered` });
      return;
    }
    const { questions } = input.data;
    const key = String(id);
    this.#asked.set(key, { id, questions: questions.map((question) => question.id) });
    const options = questions.length === 1 ? (questions[0]?.options ?? []).map(({ label }) => label) : [];
    const text = questions.map(({ question }) => question).join('\n');
    this.#io.emit({ kind: 'question', id: key, question: { text, options } });
  }

  #used(total: {
    readonly inputTokens: number;
    readonly cachedInputTokens: number;
    readonly outputTokens: number;
  }): void {
    this.#total = {
      inputTokens: total.inputTokens,
      cachedTokens: total.cachedInputTokens,
      outputTokens: total.outputTokens,
      costUsd: null,
    };
    this.#io.emit({ kind: 'usage', usage: difference(this.#total, this.#task.session?.used ?? NO_USAGE) });
  }

  #finished(end: 'completed' | AgentFailure): void {
    this.#end ??= end;
    this.#io.closeInput();
  }
}

/** The last of the windows that are used up. */
function lastReset({ primary, secondary }: z.infer<typeof RateLimits>['rateLimits']): number | null {
  const resets = [primary, secondary].flatMap((window) =>
    window != null && window.usedPercent >= 100 && window.resetsAt != null ? [window.resetsAt * 1_000] : [],
  );
  return resets.length === 0 ? null : Math.max(...resets);
}

/** What it says is of the whole thread. */
function difference(total: AgentUsage, before: AgentUsage): AgentUsage {
  const less = (now: number, earlier: number) => Math.max(0, now - earlier);
  return {
    inputTokens: less(total.inputTokens, before.inputTokens),
    cachedTokens: less(total.cachedTokens, before.cachedTokens),
    outputTokens: less(total.outputTokens, before.outputTokens),
    costUsd: null,
  };
}

function withoutEnd({ exitCode, stderrTail }: AgentExit): AgentFailure {
  const complaint = stderrTail.trim();
  const message = `Codex ended with exit code ${exitCode} before its turn did`;
  return { class: 'agent_error', message: complaint === '' ? message : `${message}: ${complaint}` };
}
