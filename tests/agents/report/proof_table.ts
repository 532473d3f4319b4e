import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { AGENTS, type AgentName } from '../agents.ts';
import { CANNOT, PROOFS, type ProofName } from './proofs.ts';

/** The page that holds the table. */
export const PAGE = fileURLToPath(new URL('../../../docs/backends.md', import.meta.url));

const BEGIN = '<!-- The table below is written by `npm run test:agents`. -->';
const END = '<!-- The table above is written by `npm run test:agents`. -->';
const NOT_TRIED = 'not tried';
/** What stands for a test that failed. */
export const FAILS = '**fails**';
const agents = Object.values(AGENTS);
const proofs = Object.entries(PROOFS) as readonly (readonly [ProofName, string])[];

/** What is known of each agent: a cell of the table. */
export type Cells = Readonly<Record<ProofName, Readonly<Record<AgentName, string>>>>;

/** One cell that a run filled. */
export type Filled = { readonly agent: AgentName; readonly of: ProofName; readonly says: string };

/** The cells that stand in the page; those of an agent in another version than the pinned one are not tried. */
export function readCells(page: string): Cells {
  const rows = rowsOf(page);
  const versions = rows.get('package') ?? [];
  const cell = (of: ProofName, agent: AgentName, column: number): string => {
    const impossible = CANNOT[of]?.[agent];
    if (impossible !== undefined) return impossible;
    if (versions[column] !== packageCell(agent)) return NOT_TRIED;
    return rows.get(PROOFS[of])?.[column] ?? NOT_TRIED;
  };
  return cellsOf(cell);
}

/** The cells with those that were filled by a run. Where several tests are of one proof, the worst counts. */
export function fill(cells: Cells, filled: readonly Filled[]): Cells {
  return cellsOf((of, agent) => {
    const says = filled.filter((one) => one.of === of && one.agent === agent).map((one) => one.says);
    return says.find((one) => one === FAILS) ?? says[0] ?? cells[of][agent];
  });
}

/** The page with these cells in its table. */
export function writeCells(page: string, cells: Cells): string {
  const rows = [
    ['', ...agents.map(({ title }) => title)],
    ['---', ...agents.map(() => '---')],
    ['package', ...agents.map(({ name }) => packageCell(name))],
    ...proofs.map(([of, title]) => [title, ...agents.map(({ name }) => cells[of][name])]),
  ];
  const table = rows.map((row) => `| ${row.join(' | ')} |`).join('\n');
  if (!page.includes(BEGIN) || !page.includes(END))
    throw new Error(`${PAGE} has no place for the table: ${BEGIN} … ${END}`);
  const [before, after] = [page.slice(0, page.indexOf(BEGIN)), page.slice(page.indexOf(END))];
  return `${before}${BEGIN}\n\n${table}\n\n${after}`;
}

/** What is not so that it could be ticked off: a line for each. */
export function shortcomings(cells: Cells, of: readonly AgentName[]): readonly string[] {
  return agents
    .filter(({ name }) => of.includes(name))
    .flatMap(({ name, title }) =>
      proofs
        .map(([proof, row]) => ({ row, cell: cells[proof][name] }))
        .filter(({ cell }) => cell !== 'yes' && !/^`\w+`(?:, with the time)?$/.test(cell))
        .map(({ row, cell }) => `${title}: ${row}: ${cell}`),
    );
}

function cellsOf(cell: (of: ProofName, agent: AgentName, column: number) => string): Cells {
  return Object.fromEntries(
    proofs.map(([of]) => [of, Object.fromEntries(agents.map(({ name }, column) => [name, cell(of, name, column)]))]),
  ) as Cells;
}

function rowsOf(page: string): ReadonlyMap<string, readonly string[]> {
  const table = page.slice(page.indexOf(BEGIN) + BEGIN.length, page.indexOf(END));
  const lines = table.split('\n').filter((line) => line.startsWith('| '));
  return new Map(
    lines.map((line) => {
      const [title = '', ...cells] = line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim());
      return [title, cells] as const;
    }),
  );
}

const Manifest = z.object({ dependencies: z.record(z.string(), z.string()) });

/** The package that an agent is installed from, in its pinned version. */
function packageCell(agent: AgentName): string {
  const name = AGENTS[agent].package;
  if (name === null) return 'a stand-in of its command line';
  const file = fileURLToPath(new URL('../clis/package.json', import.meta.url));
  const { dependencies } = Manifest.parse(JSON.parse(readFileSync(file, 'utf8')));
  const pinned = dependencies[name];
  if (pinned === undefined) throw new Error(`${name} is not pinned in ${file}`);
  return `\`${pinned.startsWith('npm:') ? pinned.slice('npm:'.length) : `${name}@${pinned}`}\``;
}
