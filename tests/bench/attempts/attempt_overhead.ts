import { join } from 'node:path';
import type { Figure } from '../figure.ts';
import { git, makeRepository } from '../git.ts';
import { commandPlan } from '../plan/long_plan.ts';
import { withScratch } from '../scratch.ts';
import { ratioOf, spreadOf } from '../spread.ts';
import { type AttemptParts, bareAttempt, makeMirror } from './bare_attempt.ts';
import { type BenchHost, type FinishedAttempt, startBenchHost } from './bench_host.ts';

const FILES = 200;
const ATTEMPTS_A_ROUND = 4;
const LIMIT = { kind: 'at_most', value: 2 } as const;

/** A command that does nothing but tell when it ran: in what it prints, or also in a file, so that there is a change. */
type Kind = { readonly name: string; readonly settings: readonly string[]; readonly command: readonly string[] };

const KINDS: readonly Kind[] = [
  { name: 'no change', settings: ['run: date +at=%s%3N', 'allow-no-change: true'], command: ['date', '+at=%s%3N'] },
  {
    name: 'one file changed',
    settings: [`run: sh -c 'date +at=%s%3N | tee "when-$PLANWRIGHT_TASK"'`],
    command: ['sh', '-c', 'date +at=%s%3N | tee when-bare'],
  },
];

/**
 * What the runner and its service add to an attempt, through the real program over loopback, against the same git and
 * bubblewrap processes alone.
 */
export function benchAttemptOverhead(rounds: number): Promise<Figure[]> {
  return withScratch(async (folder) => {
    const repository = join(folder, 'repository');
    await makeRepository(repository, FILES);
    const mirror = await makeMirror(folder, repository);
    const host = await startBenchHost(folder, repository, 1);
    try {
      const figures: Figure[] = [];
      for (const kind of KINDS) figures.push(...(await measure(host, mirror, kind, rounds)));
      return figures;
    } finally {
      await host.close();
      await git(repository, 'worktree', 'prune');
    }
  });
}

async function measure(host: BenchHost, mirror: string, kind: Kind, rounds: number): Promise<Figure[]> {
  const real: AttemptParts[] = [];
  const bare: AttemptParts[] = [];
  const markdown = commandPlan(ATTEMPTS_A_ROUND, 'task', kind.settings);
  for (let round = 0; round <= rounds; round += 1) {
    const attempts = (await host.runPlan('overhead', markdown)).map(partsOf);
    const alone: AttemptParts[] = [];
    for (let each = 0; each < ATTEMPTS_A_ROUND; each += 1) {
      alone.push(await bareAttempt(mirror, nextNumber(), kind.command));
    }
    // The first round warms up and makes the runner's mirror.
    if (round === 0) continue;
    real.push(...attempts);
    bare.push(...alone);
  }
  return figuresOf(`attempt, ${kind.name}`, real, bare);
}

let number = 0;
function nextNumber(): number {
  number += 1;
  return number;
}

function figuresOf(bench: string, real: readonly AttemptParts[], bare: readonly AttemptParts[]): Figure[] {
  const line = (name: string, parts: readonly AttemptParts[], part: keyof AttemptParts): Figure => {
    return { bench, name, unit: 'ms', spread: spreadOf(parts.map((each) => each[part])) };
  };
  const whole = (parts: readonly AttemptParts[]) => parts.map(({ beforeStart, afterEnd }) => beforeStart + afterEnd);
  return [
    line('lease to started', real, 'beforeStart'),
    line('bare fetch and worktree', bare, 'beforeStart'),
    line('ended to reported', real, 'afterEnd'),
    line('bare add, commit and push', bare, 'afterEnd'),
    { bench, name: 'both / bare', unit: 'times', spread: ratioOf(whole(real), whole(bare)), limit: LIMIT },
  ];
}

function partsOf({ leasedAt, startedAt, endedAt, output }: FinishedAttempt): AttemptParts {
  const commandAt = Number(/^at=(\d+)$/m.exec(output)?.[1] ?? Number.NaN);
  if (Number.isNaN(commandAt)) throw new Error(`The command did not tell when it ran: ${output}`);
  return { beforeStart: startedAt - leasedAt, afterEnd: endedAt - commandAt };
}
