import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { AgentBackend, AgentDriver, AgentExit, AgentTask } from '../../../runner/agents/agent_driver.ts';
import type { AgentEvent } from '../../../runner/agents/agent_event.ts';
import { BACKENDS } from '../../../runner/agents/backends.ts';
import { AGENTS } from '../../agents/agents.ts';
import { type Golden, STREAMS } from '../../agents/recorded_stream.ts';
import type { Exchange } from '../../agents/transcript.ts';

/** Ways for the same bytes to come. */
const PIECES: Readonly<Record<string, (bytes: Buffer) => readonly Buffer[]>> = {
  'all at once': (bytes) => [bytes],
  'byte by byte': (bytes) => Array.from(bytes, (_, at) => bytes.subarray(at, at + 1)),
};

function readStream(file: string): { readonly task: AgentTask; readonly exchanges: readonly Exchange[] } {
  const [head = '', ...lines] = readFileSync(file, 'utf8').trimEnd().split('\n');
  return { ...JSON.parse(head), exchanges: lines.map((line) => JSON.parse(line)) };
}

/** Plays it up to the end. What the agent printed between two actions comes cut in pieces, wherever its lines end. */
function replay(backend: AgentBackend, file: string, cut: (bytes: Buffer) => readonly Buffer[]) {
  const { task, exchanges } = readStream(file);
  const events: AgentEvent[] = [];
  const wrote: unknown[] = [];
  let isOver = false;
  const driver = backend.start(task, {
    emit: (event) => events.push(event),
    write: (text) => wrote.push(JSON.parse(text)),
    workIsOver: () => {
      isOver = true;
    },
  });
  driver.begin();
  let printed = '';
  const flush = (): void => {
    for (const piece of cut(Buffer.from(printed))) driver.onStdout(piece);
    printed = '';
  };
  let exit: AgentExit = { exitCode: 0, stderrTail: '' };
  for (const exchange of exchanges) {
    if ('printed' in exchange) printed += `${textOf(exchange.printed)}\n`;
    else if ('asked' in exchange) {
      flush();
      act(driver, exchange.asked);
    } else if ('ended' in exchange) exit = exchange.ended;
  }
  flush();
  // Who was given everything at once ends by itself.
  if (driver.launch.input !== undefined) isOver = true;
  return { events, wrote, isOver, outcome: driver.finish(exit), again: driver.finish(exit) };
}

function textOf(printed: unknown): string {
  return typeof printed === 'string' ? printed : JSON.stringify(printed);
}

function act(driver: AgentDriver, action: Extract<Exchange, { asked: unknown }>['asked']): void {
  if (action.kind === 'interrupt') driver.interrupt();
  else driver.answer(action.question, action.text);
}

// What real agents printed, recorded by `npm run agents:record`, played again without them.
describe.each(Object.values(AGENTS))('recorded streams of $name', ({ name: agent, transport }) => {
  const folder = join(STREAMS, agent);
  const names = readdirSync(folder).flatMap((file) =>
    file.endsWith('.jsonl') ? [file.slice(0, -'.jsonl'.length)] : [],
  );

  it.each(names)('%s', (name) => {
    const file = join(folder, `${name}.jsonl`);
    const golden: Golden = JSON.parse(readFileSync(join(folder, `${name}.golden.json`), 'utf8'));
    const expected = readStream(file).exchanges.flatMap((exchange) => ('wrote' in exchange ? [exchange.wrote] : []));
    for (const [way, cut] of Object.entries(PIECES)) {
      const { events, wrote, outcome, again, isOver } = replay(BACKENDS[transport], file, cut);
      expect(events, way).toEqual(golden.events);
      expect(outcome, way).toEqual(golden.outcome);
      expect(again, way).toEqual(outcome);
      expect(wrote, way).toEqual(expected);
      // Whoever runs the agent ends it only where its work is over, or where it has ended by itself.
      if (outcome.kind === 'done') expect(isOver, way).toBe(true);
    }
  });
});
