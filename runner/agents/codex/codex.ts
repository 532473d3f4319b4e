import { z } from 'zod';
import type { AgentBackend, AgentDriver, AgentExit, AgentFailure, AgentIo, AgentTask } from '../agent_driver.ts';
import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import { endedEarly, interrupted } from '../failures.ts';
import { JsonRpc, type RpcAnswer } from '../json_rpc.ts';
import { classifyTurnEnd } from './classify.ts';
import { emitItem } from './emit_item.ts';
import { launchCodex } from './launch.ts';
import { ThreadAnswer, TurnAnswer } from './messages.ts';
import { Questions } from './questions.ts';
import { readAnswer } from './read_answer.ts';
import { type Notification, readNotification } from './read_notification.ts';
import { totalOf, usedSince } from './usage.ts';

/** Transport `codex`: Codex's own server on its standard streams. */
export const codex: AgentBackend = {
  tellsProgress: true,
  isBoundToFolder: false,
  start: (task, io) => new CodexDriver(task, io),
};

class CodexDriver implements AgentDriver {
  readonly launch: AgentDriver['launch'];
  readonly #task: AgentTask;
  readonly #io: AgentIo;
  readonly #rpc: JsonRpc;
  readonly #questions: Questions;
  #thread: string | null = null;
  #turn: string | null = null;
  #isInterrupted = false;
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
      onNotification: (method, params) => {
        const notification = readNotification(method, params);
        if (notification !== null) this.#notified(notification);
      },
      onRequest: (id, method, params) => this.#questions.ask(id, method, params),
    });
    this.#questions = new Questions(this.#rpc, io);
  }

  begin(): void {
    const params = { clientInfo: { name: 'planwright', version: '1' }, capabilities: { experimentalApi: true } };
    this.#rpc.call('initialize', params, (answer) => this.#next(answer, z.unknown(), () => this.#openThread()));
  }

  onStdout(bytes: Uint8Array): void {
    this.#rpc.read(bytes);
  }

  answer(question: string, text: string): void {
    this.#questions.answer(question, text);
  }

  interrupt(): boolean {
    if (this.#thread === null || this.#turn === null) return false;
    this.#isInterrupted = true;
    this.#rpc.call('turn/interrupt', { threadId: this.#thread, turnId: this.#turn });
    return true;
  }

  finish(exit: AgentExit) {
    this.#rpc.end();
    const before = this.#task.session?.used;
    const total = this.#total ?? before ?? NO_USAGE;
    const common = {
      summary: this.#summary,
      session: this.#thread === null ? null : { id: this.#thread, used: total },
      usage: usedSince(before, total),
    };
    if (this.#end === 'completed') return { kind: 'done', ...common } as const;
    const failure = this.#isInterrupted ? interrupted('Codex') : (this.#end ?? endedEarly('Codex', exit));
    return { kind: 'failed', ...common, ...failure } as const;
  }

  #openThread(): void {
    this.#rpc.notify('initialized');
    const how = { cwd: this.#task.workingDirectory, approvalPolicy: 'never', sandbox: 'danger-full-access' };
    const { session } = this.#task;
    const start = ({ thread, model }: ThreadAnswer) => this.#startTurn(thread.id, model ?? null);
    const then = (answer: RpcAnswer) => this.#next(answer, ThreadAnswer, start, session !== null);
    if (session === null) this.#rpc.call('thread/start', how, then);
    else this.#rpc.call('thread/resume', { threadId: session.id, ...how }, then);
  }

  #startTurn(thread: string, model: string | null): void {
    this.#thread = thread;
    this.#io.emit({ kind: 'session', id: thread });
    if (model !== null) this.#io.emit({ kind: 'model', name: model });
    const input = [{ type: 'text', text: this.#task.prompt }];
    this.#rpc.call('turn/start', { threadId: thread, input }, (answer) =>
      this.#next(answer, TurnAnswer, ({ turn }) => {
        this.#turn = turn.id;
      }),
    );
  }

  /** Goes on with what was answered; anything else is the end. */
  #next<T>(answer: RpcAnswer, schema: z.ZodType<T>, then: (result: T) => void, isResume = false): void {
    const read = readAnswer(answer, schema, isResume);
    if (read.kind === 'read') then(read.data);
    else this.#finished(read.failure);
  }

  #notified(news: Notification): void {
    switch (news.kind) {
      case 'item':
        if (news.isEnd && news.item.type === 'agentMessage') this.#summary = news.item.text ?? '';
        emitItem(news.item, news.isEnd, this.#io);
        return;
      case 'usage':
        this.#total = totalOf(news.total);
        this.#io.emit({ kind: 'usage', usage: usedSince(this.#task.session?.used, this.#total) });
        return;
      case 'limits':
        this.#resetsAt = news.resetsAt;
        return;
      case 'retry':
        this.#retries += 1;
        this.#io.emit({ kind: 'retry', attempt: this.#retries, reason: news.reason });
        return;
      case 'warning':
        this.#io.emit({ kind: 'warning', text: news.text });
        return;
      case 'turn_completed':
        this.#finished(news.status === 'completed' ? 'completed' : classifyTurnEnd(news, this.#resetsAt));
        return;
      default:
        news satisfies never;
    }
  }

  #finished(end: 'completed' | AgentFailure): void {
    this.#end ??= end;
    this.#io.workIsOver();
  }
}
