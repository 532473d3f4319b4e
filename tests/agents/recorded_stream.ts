import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { AgentOutcome, AgentTask } from '../../runner/agents/agent_driver.ts';
import type { AgentEvent } from '../../runner/agents/agent_event.ts';
import { clisFolder } from './install_clis.ts';
import type { Exchange } from './transcript.ts';

/** Where the recorded streams lie, a folder for each agent. */
export const STREAMS = fileURLToPath(new URL('../runner/agents/streams', import.meta.url));

const REPOSITORY = fileURLToPath(new URL('../..', import.meta.url));

/** Whether what the agents print is to be written down. */
export const isRecording = process.env.RECORD_STREAMS !== undefined;

/** One play of an agent, to be played again without it. */
export type RecordedStream = {
  readonly task: AgentTask;
  readonly exchanges: readonly Exchange[];
  readonly golden: Golden;
};

/** What its driver made of it. */
export type Golden = { readonly events: readonly AgentEvent[]; readonly outcome: AgentOutcome };

/**
 * Writes one down, the task and then each exchange on a line, with its golden file beside it.
 *
 * @param name `<agent>/<case>`
 * @param folder where the agent worked
 */
export function recordStream(name: string, folder: string, stream: RecordedStream): void {
  const { task, exchanges, golden } = withoutThisRun(folder, stream);
  const file = join(STREAMS, name);
  mkdirSync(dirname(file), { recursive: true });
  const lines = [{ task }, ...exchanges].map((line) => JSON.stringify(line));
  writeFileSync(`${file}.jsonl`, `${lines.join('\n')}\n`);
  writeFileSync(`${file}.golden.json`, `${JSON.stringify(golden, null, 2)}\n`);
}

/** What differs from one run or machine to the next, and what stands in its place. */
const OF_THIS_RUN: readonly (readonly [RegExp, string])[] = [
  [/127\.0\.0\.1:\d+/g, '127.0.0.1:4000'],
  [/\b\d{4}([-/])\d\d[-/]\d\d(?=T|\b)/g, '2026$101$101'],
  [/T\d\d([-:])\d\d[-:]\d\d(?:\.\d+)?/g, 'T00$100$100'],
  [/\b20\d{6}_(?=\d)/g, '20260101_'],
  [/\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, [A-Z][a-z]+ \d+, \d{4}/g, 'Thursday, January 1, 2026'],
  [/\b[A-Z][a-z]{2} \d{1,2}(?:st|nd|rd|th), \d{4}/g, 'Jan 1st, 2026'],
  [/\b\d{1,2}:\d\d ?([ap]m|[AP]M)\b/g, '0:00 $1'],
  [/(?<=[_"\b: ])1[789]\d{8}(?:\.\d+)?(?=[_"\b,}\] ])/g, '1700000000'],
  [/(?<=[_"\b: ])1[789]\d{11}(?=[_"\b,}\] ])/g, '1700000000000'],
  [/("\w*(?:[dD]uration|_ms|Ms|ttft)\w*":)\d+(?:\.\d+)?/g, '$10'],
  [/("\w*(?:[pP]id|[pP]rocessId|pgid)":"?)\d+/g, '$11'],
  [/(PGID: |Wall time: |cc-socks\/)\d+(?:\.\d+)?/g, '$11'],
  [/("serverName":)"[^"]*"/g, '$1"host"'],
];

/** Ids that are drawn at random: each becomes the number of its first appearance. */
const IDS =
  /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b(?:ses|msg|prt|per|evt|call|tool|req)_[0-9a-zA-Z]{20,}/g;

/** What is long, tells of the agent itself and is read by no driver. */
const NOT_READ = new Set([
  'agents',
  'availableCommands',
  'availableModels',
  'capabilities',
  'configOptions',
  'developer_instructions',
  'mcp_servers',
  'models',
  'plugins',
  'skills',
  'slash_commands',
  'tools',
]);
const LONGEST_TEXT = 4_000;

function withoutThisRun(folder: string, stream: RecordedStream): RecordedStream {
  let text = JSON.stringify(stream, (key, value: unknown) => {
    if (NOT_READ.has(key) && Array.isArray(value)) return [];
    return typeof value === 'string' && value.length > LONGEST_TEXT ? `${value.slice(0, LONGEST_TEXT)}…` : value;
  });
  const places = [
    [folder, '/stage'],
    [folder.replace(/\W/g, '-'), '-stage'],
    [clisFolder(), '/agents'],
    [REPOSITORY, '/repository/'],
    [process.execPath, '/bin/node'],
  ] as const;
  for (const [place, instead] of places) text = text.replaceAll(place, instead);
  for (const [pattern, instead] of OF_THIS_RUN) text = text.replace(pattern, instead);
  const ids = new Map<string, string>();
  text = text.replace(IDS, (id) => {
    const known = ids.get(id) ?? numbered(id, ids.size + 1);
    ids.set(id, known);
    return known;
  });
  return JSON.parse(text) as RecordedStream;
}

function numbered(id: string, number: number): string {
  const prefix = /^[a-z]+_/.exec(id)?.[0];
  return prefix === undefined ? `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` : `${prefix}${number}`;
}
