import { availableParallelism, cpus, loadavg } from 'node:os';
import { type Figure, isWithin, type Limit } from './figure.ts';

/** What figures depend on; nothing by which the machine could be recognised. */
export type Surroundings = {
  readonly node: string;
  readonly processor: string;
  readonly cores: number;
  /** Processes that wanted to run during the last minute before: above the number of cores, absolute times say little. */
  readonly load: number;
};

export function surroundings(): Surroundings {
  return {
    node: process.version,
    processor: cpus()[0]?.model ?? 'unknown',
    cores: availableParallelism(),
    load: loadavg()[0] ?? 0,
  };
}

/** One line about the machine. */
export function surroundingsLine({ node, processor, cores, load }: Surroundings): string {
  return `node ${node} on ${cores} × ${processor}, load ${load.toFixed(1)} at the start; median (least to most)`;
}

/** One line of the table. */
export function figureLine(figure: Figure): string {
  const { name, unit, spread, limit } = figure;
  const [median, least, most] = [spread.median, spread.least, spread.most].map((value) => inDigits(value, unit));
  const value = `${`${median}`.padStart(8)} ${unit.padEnd(10)} (${least} to ${most})`;
  const verdict = limit === undefined ? '' : `${limitText(limit).padEnd(10)} ${isWithin(figure) ? 'ok' : 'OVER'}`;
  return `  ${name.padEnd(42)} ${value.padEnd(44)} ${verdict}`.trimEnd();
}

function limitText({ kind, value }: Limit): string {
  return `${kind === 'at_most' ? '≤' : '≥'} ${value}`;
}

function inDigits(value: number, unit: Figure['unit']): string {
  return unit === 'times' ? value.toFixed(2) : value.toFixed(value < 10 ? 1 : 0);
}
