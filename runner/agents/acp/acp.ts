import type { AgentBackend, AgentDriver, AgentExit, AgentFailure, AgentIo, AgentTask } from '../agent_driver.ts';
import { endedEarly, interrupted } from '../failures.ts';
import { JsonRpc, type RpcId } from '../json_rpc.ts';
import { classifyStopReason } from './classify.ts';
import { ToolUpdates } from './emit_update.ts';
import { LastWords } from './last_words.ts';
import { launchAcp } from './launch.ts';
import { PermissionRequest, PromptAnswer, SessionUpdate, TextContent, type Update } from './messages.ts';
import { openSession } from './open_session.ts';
import { allow } from './permission.ts';
import { readAnswer } from './read_answer.ts';
import { PromptUsage } from './usage.ts';

/** Transport `acp`: any agent that speaks the Agent Client Protocol on its standard streams. */
export const acp: AgentBackend = {
  tellsProgress: true,
  // Gemini and opencode do, and nothing tells which it is.
  isBoundToFolder: true,
  start: (task, io) => new AcpDriver(task, io),
};

class AcpDriver implements AgentDriver {
  readonly launch: AgentDriver['launch'];
  readonly #task: AgentTask;
  readonly #io: AgentIo;
  readonly #rpc: JsonRpc;
  readonly #tools: ToolUpdates;
  readonly #words = new LastWords();
  readonly #usage: PromptUsage;
  #session: string | null = null;
  #isInterrupted = false;
  #end: 'completed' | AgentFailure | null = null;

  constructor(task: AgentTask, io: AgentIo) {
    this.launch = launchAcp(task);
    this.#task = task;
    this.#io = io;
    this.#tools = new ToolUpdates(io);
    this.#usage = new PromptUsage(task.session?.used);
    this.#rpc = new JsonRpc(io.write, {
      onNotification: (method, params) => this.#notified(method, params),
      onRequest: (id, method, params) => this.#requested(id, method, params),
    });
  }

  begin(): void {
    openSession(this.#rpc, this.#task, (answer) => {
      if (answer.kind === 'open') this.#prompt(answer.sessionId, answer.model);
      else this.#finished(answer.failure);
    });
  }

  onStdout(bytes: Uint8Array): void {
    this.#rpc.read(bytes);
  }

  /** The protocol has no questions of the agent's: it asks by the tool server. */
  answer(): void {}

  interrupt(): boolean {
    if (this.#session === null) return false;
    this.#isInterrupted = true;
    this.#rpc.notify('session/cancel', { sessionId: this.#session });
    return true;
  }

  finish(exit: AgentExit) {
    this.#rpc.end();
    const session = this.#session === null ? null : { id: this.#session, used: this.#usage.ofSession };
    const common = { summary: this.#words.text, session, usage: this.#usage.ofPrompt };
    const end = this.#end ?? endedEarly('the agent', exit);
    const failure = end === 'completed' ? this.#words.failure() : end;
    if (failure === null) return { kind: 'done', ...common } as const;
    return { kind: 'failed', ...common, ...(this.#isInterrupted ? interrupted('the agent') : failure) } as const;
  }

  #prompt(sessionId: string, model: string | null): void {
    this.#session = sessionId;
    this.#usage.begin();
    this.#io.emit({ kind: 'session', id: sessionId });
    if (model !== null) this.#io.emit({ kind: 'model', name: model });
    const prompt = [{ type: 'text', text: this.#task.prompt }];
    this.#rpc.call('session/prompt', { sessionId, prompt }, (answer) => {
      const read = readAnswer(answer, PromptAnswer);
      if (read.kind === 'read') this.#answered(read.data);
      else this.#finished(read.failure);
    });
  }

  #answered(answer: PromptAnswer): void {
    this.#usage.readAnswer(answer);
    this.#tellUsage();
    this.#finished(answer.stopReason === 'end_turn' ? 'completed' : classifyStopReason(answer.stopReason));
  }

  #notified(method: string, params: unknown): void {
    if (this.#usage.readNotification(method, params)) this.#tellUsage();
    // A conversation that is loaded is told again from its beginning, which is no news.
    const update = method === 'session/update' && this.#session !== null ? SessionUpdate.safeParse(params) : null;
    if (update?.success) this.#updated(update.data.update);
  }

  #updated(update: Update): void {
    switch (update.sessionUpdate) {
      case 'agent_message_chunk': {
        const { success, data } = TextContent.safeParse(update.content);
        if (!success) return;
        this.#words.say(data.text);
        this.#io.emit({ kind: 'message', text: data.text });
        return;
      }
      case 'tool_call':
      case 'tool_call_update':
        if (this.#tools.read(update)) this.#words.useTool();
        return;
      case 'usage_update':
        if (this.#usage.readUpdate(update)) this.#tellUsage();
        return;
      default:
    }
  }

  #tellUsage(): void {
    this.#io.emit({ kind: 'usage', usage: this.#usage.ofPrompt });
  }

  #requested(id: RpcId, method: string, params: unknown): void {
    const request = method === 'session/request_permission' ? PermissionRequest.safeParse(params) : null;
    if (request === null || !request.success) {
      this.#rpc.refuse(id, method);
      return;
    }
    const { toolCall } = request.data;
    // Gemini tells of the call here, and then only when it is over.
    if (toolCall != null) this.#tools.asksFor(toolCall);
    this.#rpc.respond(id, allow(request.data));
  }

  #finished(end: 'completed' | AgentFailure): void {
    this.#end ??= end;
    this.#io.workIsOver();
  }
}
