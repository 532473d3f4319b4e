import { parseArgs } from 'node:util';
import { benches } from './benches.ts';
import { type Figure, isWithin } from './figure.ts';
import { figureLine, surroundings, surroundingsLine } from './report.ts';

/**
 * `npm run bench [-- --quick] [-- --json]`: measures against raw baselines in the same run, prints every figure with its
 * limit, and exits with 1 where a limit is missed.
 */
const { values } = parseArgs({
  options: { quick: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
});
const print = (line: string) => {
  if (!values.json) process.stdout.write(`${line}\n`);
};

const startedAt = performance.now();
const machine = surroundings();
print(surroundingsLine(machine));
const figures: Figure[] = [];
for (const bench of benches(values.quick ? 'quick' : 'full')) {
  const measured = await bench();
  for (const [index, figure] of measured.entries()) {
    if (index === 0 || figure.bench !== measured[index - 1]?.bench) print(`\n${figure.bench}`);
    print(figureLine(figure));
  }
  figures.push(...measured);
}
const missed = figures.filter((figure) => !isWithin(figure));
const seconds = Math.round((performance.now() - startedAt) / 1_000);
print(`\n${missed.length === 0 ? 'Every limit is kept' : `${missed.length} limits are missed`}, in ${seconds} s.`);
if (values.json) {
  const reported = figures.map((figure) => ({ ...figure, within: isWithin(figure) }));
  process.stdout.write(
    `${JSON.stringify({ ok: missed.length === 0, data: { machine, seconds, figures: reported } })}\n`,
  );
}
process.exitCode = missed.length === 0 ? 0 : 1;
