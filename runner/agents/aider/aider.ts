import { SUMMARY_LIMIT } from '../../../src/protocol/outcome.ts';
import { Lines } from '../../streams/lines.ts';
import type { AgentBackend, AgentDriver, AgentExit, AgentFailure, AgentIo, AgentTask } from '../agent_driver.ts';
import { type AgentUsage, NO_USAGE, toolEnded } from '../agent_event.ts';
import { launchAider } from './launch.ts';
import { readExit } from './read_exit.ts';
import { type Line, readLine } from './read_line.ts';
import { withoutEdits } from './words.ts';

/** Transport `aider`: Aider with one message, which tells what it does in lines for people and ends well whatever happened. */
export const aider: AgentBackend = {
  tellsProgress: true,
  isBoundToFolder: false,
  start: (task, io) => new AiderDriver(task, io),
};

/** The most of a line that is kept, in UTF-16 code units. */
const LONGEST_LINE = 1024 * 1024;
/** The most lines of an answer that are kept. */
const LINES_LIMIT = 50_000;

class AiderDriver implements AgentDriver {
  readonly launch: AgentDriver['launch'];
  readonly #io: AgentIo;
  readonly #session: string;
  readonly #lines = new Lines(LONGEST_LINE, (line) => {
    for (const told of readLine(line)) this.#heard(told);
  });
  /** What the model says, until it has said it. */
  #words: string[] = [];
  #summary = '';
  #usage: AgentUsage = NO_USAGE;
  #retries = 0;
  /** Why it would fail if it ended now; null: its model has answered. */
  #failure: AgentFailure | null = { class: 'agent_error', message: 'Aider ended without an answer of its model.' };
  #isEmpty = false;
  #isMisunderstood = false;

  constructor(task: AgentTask, io: AgentIo) {
    this.launch = launchAider(task);
    this.#io = io;
    this.#session = task.session?.id ?? task.newSessionId;
  }

  begin(): void {
    this.#io.emit({ kind: 'session', id: this.#session });
  }

  onStdout(bytes: Uint8Array): void {
    this.#lines.write(bytes);
  }

  /** It asks nobody. */
  answer(): void {}

  /** A signal has to do. */
  interrupt(): boolean {
    return false;
  }

  finish(exit: AgentExit) {
    this.#lines.end();
    const exited = readExit(exit, this.#words);
    const failure = exited === undefined ? this.#failure : exited;
    const session = { id: this.#session, used: this.#usage };
    const common = { summary: this.#summary, session, usage: this.#usage };
    return failure === null
      ? ({ kind: 'done', ...common } as const)
      : ({ kind: 'failed', ...common, ...failure } as const);
  }

  #heard(line: Line): void {
    switch (line.kind) {
      case 'words':
        if (this.#words.length < LINES_LIMIT) this.#words.push(line.text);
        return;
      case 'notice':
        this.#words = [];
        return;
      case 'answered':
        this.#answered(line);
        return;
      case 'cost':
        this.#usage = { ...this.#usage, costUsd: line.session };
        this.#io.emit({ kind: 'usage', usage: this.#usage });
        return;
      case 'edited':
        this.#isMisunderstood = false;
        this.#io.emit({ kind: 'file_change', paths: [line.path] });
        this.#io.emit(toolEnded(false, ''));
        return;
      case 'error':
        this.#failure = line.error;
        this.#io.emit({ kind: 'warning', text: line.error.message });
        return;
      case 'retry':
        this.#retries += 1;
        this.#words = [];
        this.#io.emit({ kind: 'retry', attempt: this.#retries, reason: this.#failure?.message ?? 'unknown' });
        return;
      case 'empty':
        this.#isEmpty = true;
        return;
      case 'exhausted':
        this.#failure = { class: 'context_too_long', message: line.text };
        return;
      case 'answer_too_long':
        this.#failure = { class: 'agent_error', message: "The model's answer was longer than it may be." };
        return;
      case 'not_understood':
        this.#isMisunderstood = true;
        this.#io.emit({ kind: 'warning', text: 'What the model answered could not be understood as edits.' });
        return;
      case 'gave_up':
        this.#gaveUp(line.text);
        return;
      default:
        line satisfies never;
    }
  }

  #answered({ sent, cached, received }: Extract<Line, { kind: 'answered' }>): void {
    const { inputTokens, cachedTokens, outputTokens, costUsd } = this.#usage;
    this.#usage = {
      inputTokens: inputTokens + sent,
      cachedTokens: cachedTokens + cached,
      outputTokens: outputTokens + received,
      costUsd,
    };
    const text = withoutEdits(this.#words);
    this.#words = [];
    if (text !== '') {
      this.#summary = text.slice(-SUMMARY_LIMIT);
      this.#io.emit({ kind: 'message', text });
    }
    this.#io.emit({ kind: 'usage', usage: this.#usage });
    this.#failure = this.#isEmpty ? { class: 'transient', message: 'The model answered nothing.' } : null;
    this.#isEmpty = false;
    this.#isMisunderstood = false;
  }

  #gaveUp(text: string): void {
    this.#io.emit({ kind: 'warning', text });
    if (!this.#isMisunderstood) return;
    this.#failure = { class: 'agent_error', message: "The model's answers could not be understood as edits." };
  }
}
