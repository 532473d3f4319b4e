import type { AgentBackend, AgentDriver, AgentIo, AgentTask } from '../agent_driver.ts';
import { NO_USAGE } from '../agent_event.ts';
import { interrupted } from '../failures.ts';
import { jsonLines } from '../json_lines.ts';
import { QuestionCalls } from '../question_calls.ts';
import { classifyResult, type Signs } from './classify.ts';
import { emitBlocks } from './emit_blocks.ts';
import { launchClaudeCode } from './launch.ts';
import { AskInput, type Message, type Result, readMessage } from './messages.ts';
import { RunUsage } from './usage.ts';

/** Transport `claude-code`: Claude Code's own stream of JSON, with questions and interruption. */
export const claudeCode: AgentBackend = {
  tellsProgress: true,
  isBoundToFolder: false,
  start: (task, io) => drive(task, io),
};

/** What has come so far. */
type Heard = {
  session: string | null;
  result: Result | null;
  signs: Signs;
  readonly questions: QuestionCalls;
  readonly usage: RunUsage;
};

function drive(task: AgentTask, io: AgentIo): AgentDriver {
  const heard: Heard = {
    session: null,
    result: null,
    signs: { error: null, resetsAt: null },
    questions: new QuestionCalls(io),
    usage: new RunUsage(task.session?.used ?? NO_USAGE),
  };
  const lines = jsonLines((line) => {
    const message = line.kind === 'json' ? readMessage(line.value) : null;
    if (message !== null) hear(message, heard, io);
  });
  let interrupts = 0;
  return {
    launch: launchClaudeCode(task),
    knownSession: task.session?.id ?? task.newSessionId,
    begin: () => send(io, { type: 'user', message: { role: 'user', content: task.prompt } }),
    onStdout: (bytes) => lines.write(bytes),
    answer: (question, text) => heard.questions.answer(question, text),
    interrupt: () => {
      interrupts += 1;
      send(io, { type: 'control_request', request_id: `interrupt-${interrupts}`, request: { subtype: 'interrupt' } });
      return true;
    },
    finish: (exit) => {
      lines.end();
      const { result, signs } = heard;
      const session = heard.session === null ? null : { id: heard.session, used: heard.usage.ofSession };
      const failure = classifyResult(result, signs, exit);
      const common = { summary: result?.result ?? '', session, usage: heard.usage.ofRun };
      if (failure === null) return { kind: 'done', ...common };
      return { kind: 'failed', ...common, ...(interrupts > 0 ? interrupted('Claude Code') : failure) };
    },
  };
}

function hear(message: Message, heard: Heard, io: AgentIo): void {
  switch (message.type) {
    case 'system':
      if (message.subtype === 'init') {
        if (heard.session === null) {
          io.emit({ kind: 'session', id: message.session_id });
          if (message.model !== undefined) io.emit({ kind: 'model', name: message.model });
        }
        heard.session = message.session_id;
      } else {
        const reason = `${message.error ?? 'unknown'}${message.error_status == null ? '' : ` (${message.error_status})`}`;
        io.emit({ kind: 'retry', attempt: message.attempt, reason });
      }
      return;
    case 'assistant':
      heard.signs = { ...heard.signs, error: message.error ?? null };
      emitBlocks(message.message.content, io);
      if (heard.usage.see(message)) io.emit({ kind: 'usage', usage: heard.usage.ofRun });
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
      if (heard.usage.end(message)) io.emit({ kind: 'usage', usage: heard.usage.ofRun });
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
  const input = ask.data;
  const questions = input.questions.map(({ question, options }) => ({
    text: question,
    options: options.map(({ label }) => label),
  }));
  heard.questions.ask(id, questions, (given) => {
    const answers = Object.fromEntries(questions.map(({ text }, index) => [text, given[index]]));
    respond(io, id, { behavior: 'allow', updatedInput: { ...input, answers } });
  });
}

function respond(io: AgentIo, id: string, response: object): void {
  send(io, { type: 'control_response', response: { subtype: 'success', request_id: id, response } });
}

function send(io: AgentIo, message: object): void {
  io.write(`${JSON.stringify(message)}\n`);
}
