import { describe, expect, it } from 'vitest';
import { launchAider } from '../../runner/agents/aider/launch.ts';
import { TRANSPORTS } from '../../runner/agents/backends.ts';
import { launchClaudeCode } from '../../runner/agents/claude_code/launch.ts';
import { BUILT_INS } from '../../runner/config/built_in_providers.ts';
import { gemini } from '../../runner/home/gemini.ts';
import { AGENTS } from '../agents/agents.ts';
import { FAULT_CASES, NOBODY_LISTENS } from '../agents/fault_cases.ts';
import type { Golden } from '../agents/recorded_stream.ts';
import { readCells, writeCells } from '../agents/report/proof_table.ts';
import { CANNOT, PROOFS } from '../agents/report/proofs.ts';
import { read, repositoryFiles } from './source_files.ts';

const page = read('docs/backends.md');
const agents = Object.values(AGENTS);

describe('docs/backends.md', () => {
  it('has a row for every backend, and for nothing else', () => {
    const rows = [...page.matchAll(/^\| `([a-z-]+)` \|/gm)].map(([, name]) => name);
    expect(rows.toSorted()).toEqual(TRANSPORTS.toSorted());
  });

  it('is pointed at where the transports are named to whoever writes the file of a runner', () => {
    const [, line = ''] = /^`transport` says how the program is driven: (.*)$/m.exec(read('docs/operations.md')) ?? [];
    const named = [...line.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
    expect(named.toSorted()).toEqual(TRANSPORTS.toSorted());
  });

  it('has a table as the run of the agents writes it', () => {
    expect(writeCells(page, readCells(page))).toBe(page);
  });

  it('says of every agent, in the version that is pinned, what came of every proof', () => {
    const cells = readCells(page);
    const open = Object.entries(cells).flatMap(([proof, ofAgents]) =>
      Object.entries(ofAgents).flatMap(([agent, cell]) => (cell === 'not tried' ? [`${agent}: ${proof}`] : [])),
    );
    expect(open).toEqual([]);
    expect(Object.keys(cells)).toEqual(Object.keys(PROOFS));
  });

  it('says what comes of asking again for minutes as the run that waited for it was recorded', () => {
    const cells = readCells(page);
    const cases = [...FAULT_CASES, { name: 'nobody listens', endings: NOBODY_LISTENS } as const];
    for (const { name: agent } of agents) {
      for (const { name, endings } of cases) {
        const ending = endings[agent];
        if (ending?.kind !== 'fails slowly') continue;
        const stream = `fails-after-a-long-time-${name.replaceAll(' ', '-')}.golden.json`;
        const golden: Golden = JSON.parse(read(`tests/runner/agents/streams/${agent}/${stream}`));
        expect(golden.outcome).toMatchObject({ kind: 'failed', class: ending.class });
        expect(cells[name][agent]).toBe(`asks again for minutes, then \`${ending.class}\``);
      }
    }
  });

  it('says that something cannot be only where no test claims it', () => {
    const cells = readCells(page);
    for (const [proof, impossible] of Object.entries(CANNOT)) {
      for (const [agent, why] of Object.entries(impossible)) {
        expect(cells[proof as keyof typeof PROOFS][agent as keyof typeof AGENTS]).toBe(why);
        expect(why).toMatch(/^(?:no: .+|–|as above)$/);
      }
    }
  });
});

it('backends.md names what is cut of the retries of agents, as they are started', () => {
  const task = {
    command: ['agent'],
    prompt: '',
    model: null,
    workingDirectory: '/',
    session: null,
    newSessionId: '',
    tools: null,
  } as const;
  const claude = launchClaudeCode(task).environment;
  const codex = BUILT_INS.codex.command.flatMap((part) => /\w+_max_retries=\d+$/.exec(part)?.[0] ?? []);
  const { general } = gemini.settings({ ...BUILT_INS.gemini, name: 'gemini', home: [], from: 'path' }, {}).settings;
  const aider = launchAider(task).shown?.join(' ') ?? '';
  const cut = {
    'Claude Code': ['CLAUDE_CODE_MAX_RETRIES', 'API_TIMEOUT_MS'].map((name) => `${name}=${claude[name]}`),
    Codex: codex,
    'Gemini CLI': [`maxAttempts=${Object(general).maxAttempts}`],
    opencode: [],
    Goose: [],
    Aider: [/--timeout \d+/.exec(aider)?.[0]],
  };
  const [, table = ''] = /^\| agent \| what is cut \|.*\n.*\n((?:\|.*\n)+)/m.exec(page) ?? [];
  const rows = table.trimEnd().split('\n');
  const told = rows.map((row) => {
    const [, agent = '', cell = ''] = row.split('|').map((part) => part.trim());
    return [agent, [...cell.matchAll(/`([^`]+)`/g)].map(([, knob]) => knob)] as const;
  });
  expect(Object.fromEntries(told)).toEqual(cut);
});

it('every agent is played by a test of its own, and recorded', () => {
  const files = repositoryFiles('tests/agents', 'tests/runner/agents/streams');
  for (const { name } of agents) {
    expect(files).toContain(`tests/agents/${name}.test.ts`);
    expect(files.filter((file) => file.startsWith(`tests/runner/agents/streams/${name}/`)).length).toBeGreaterThan(10);
  }
});
