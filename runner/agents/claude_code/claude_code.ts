import type { AgentBackend, AgentDriver, AgentIo, AgentTask } from '../agent_driver.ts';
import { type AgentUsage, NO_USAGE } from '../agent_event.ts';
import { interrupted } from '../failures.ts';
import { JsonLines } from '../json_lines.ts';
import { classifyResult, type Signs } from './classify.ts';
import { emitBlocks } from './emit_blocks.ts';
import { launchClaudeCode } from './launch.ts';
import { AskInput, type Message, type Result, readMessage } from './messages.ts';

/** Transport `claude-code`: Claude Code's own stream of JSON, with questions and interruption. */
export const claudeCode: AgentBackend = { tellsProgress: true, start: (task, io) => drive(task, io) };

type Asked = { readonly request: string; readonly input: AskInput };

/** What has come so far. */
type Heard = {
  session: string | null;
  result: Result | null;
  signs: Signs;
  readonly asked: Map<string, Asked>;
};

function drive(task: AgentTask, io: AgentIo): AgentDriver {
  const heard: Heard = { session: null, result: null, signs: { error: null, resetsAt: null }, asked: new Map() };
  const lines = new JsonLines((line) => {
    const message = line.kind === 'json' ? readMessage(line.value) : null;
    if (message !== null) hear(message, heard, io);
  });
  let interrupts = 0;
  return {
    launch: launchClaudeCode(task),
    knownSession: task.session?.id ?? task.newSessionId,
    begin: () => send(io, { type: 'user', message: { role: 'user', content: task.prompt } }),
    onStdout: (bytes) => lines.write(bytes),
    answer: (question, text) => {
      const asked = heard.asked.get(question);
      if (asked === undefined) return;
      heard.asked.delete(question);
      const answers = Object.fromEntries(asked.input.questions.map((one) => [one.question, text]));
      respond(io, asked.request, { behavior: 'allow', updatedInput: { ...asked.input, answers } });
    },
    interrupt: () => {
      interrupts += 1;
      send(io, { type: 'control_request', request_id: `interrupt-${interrupts}`, request: { subtype: 'interrupt' } });
      return true;
    },
    finish: (exit) => {
      lines.end();
      const { result, signs } = heard;
      const total = totalOf(result, task.session?.used ?? NO_USAGE);
      const session = heard.session === null ? null : { id: heard.session, used: total };
      const failure = classifyResult(result, signs, exit);
      const common = { summary: result?.result ?? '', session, usage: usageOf(result, task.session?.used ?? NO_USAGE) };
      if (failure === null) return { kind: 'done', ...common };
      return { kind: 'failed', ...common, ...(interrupts > 0 ? interrupted('Claude Code') : failure) };
    },
  };
}

function hear(message: Message, heard: Heard, io: AgentIo): void {
  switch (message.type) {
    case 'system':
      if (message.subtype === 'init') {
        if (heard.session === null) io.emit({ kind: 'session', id: message.session_id });
        heard.session = message.session_id;
      } else {
        const reason = `${message.error ?? 'unknown'}${message.error_status == null ? '' : ` (${message.error_status})`}`;
        io.emit({ kind: 'retry', attempt: message.attempt, reason });
      }
      return;
    case 'assistant':
      heard.signs = { ...heard.signs, error: message.error ?? null };
      emitBlocks(message.message.content, io);
      return;
    case 'user':
      if (typeof message.message.content !== 'string') emitBlocks(message.message.content, io);
      return;
    case 'rate_limit_event': {
      const { status, resetsAt } = message.rate_limit_info;
      if (status === 'rejected' && resetsAt != null) heard.signs = { ...heard.signs, resetsAt: resetsAt * 1_000 };
      return;
    }
    case 'control_request':
      asked(message, heard, io);
      return;
    case 'result':
      heard.result = message;
      // One prompt is one attempt: with its input closed it ends.
      io.workIsOver();
      return;
    default:
      message satisfies never;
  }
}

/** Nothing but its question needs us: every other tool it may use. */
function asked(message: Extract<Message, { type: 'control_request' }>, heard: Heard, io: AgentIo): void {
  const { request_id: id, request } = message;
  if (request.subtype !== 'can_use_tool') return;
  const ask = request.tool_name === 'AskUserQuestion' ? AskInput.safeParse(request.input) : null;
  if (ask === null || !ask.success) {
    respond(io, id, { behavior: 'allow', updatedInput: request.input ?? {} });
    return;
  }
  heard.asked.set(id, { request: id, input: ask.data });
  const { questions } = ask.data;
  const options = questions.length === 1 ? (questions[0]?.options ?? []).map(({ label }) => label) : [];
  io.emit({ kind: 'question', id, question: { text: questions.map(({ question }) => question).join('\n'), options } });
}

function respond(io: AgentIo, id: string, response: object): void {
  send(io, { type: 'control_response', response: { subtype: 'success', request_id: id, response } });
}

function send(io: AgentIo, message: object): void {
  io.write(`${JSON.stringify(message)}\n`);
}

/** Its tokens are this run's, its money is the whole session's. */
function usageOf(result: Result | null, before: AgentUsage): AgentUsage {
  const usage = result?.usage;
  if (result === null || usage === undefined) return NO_USAGE;
  const cached = usage.cache_read_input_tokens;
  const cost = result.total_cost_usd;
  return {
    inputTokens: usage.input_tokens + usage.cache_creation_input_tokens + cached,
    cachedTokens: cached,
    outputTokens: usage.output_tokens,
    costUsd: cost == null ? null : Math.max(0, cost - (before.costUsd ?? 0)),
  };
}

function totalOf(result: Result | null, before: AgentUsage): AgentUsage {
  const now = usageOf(result, before);
  return {
    inputTokens: before.inputTokens + now.inputTokens,
    cachedTokens: before.cachedTokens + now.cachedTokens,
    outputTokens: before.outputTokens + now.outputTokens,
    costUsd: now.costUsd === null ? before.costUsd : (before.costUsd ?? 0) + now.costUsd,
  };
}
