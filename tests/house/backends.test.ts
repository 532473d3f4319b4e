import { describe, expect, it } from 'vitest';
import { TRANSPORTS } from '../../runner/agents/backends.ts';
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

it('every agent is played by a test of its own, and recorded', () => {
  const files = repositoryFiles('tests/agents', 'tests/runner/agents/streams');
  for (const { name } of agents) {
    expect(files).toContain(`tests/agents/${name}.test.ts`);
    expect(files.filter((file) => file.startsWith(`tests/runner/agents/streams/${name}/`)).length).toBeGreaterThan(10);
  }
});
