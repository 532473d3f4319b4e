import { explainedKey, type FileValue } from '../../core/explain/explained.ts';
import { shortenLine } from '../../core/report/shorten.ts';
import { agentText } from '../../core/text/agent_text.ts';
import type { ExplainedRouting, Explanation, LayerNote, PlacedSource, PlacedValue } from '../settings/explanation.ts';
import { printable } from '../terminal/printable.ts';
import { fileValueText } from './file_value.ts';

/** What is said of a value at most: prompts are long. */
const VALUE_CHARACTERS = 80;
/** Values behind this column are followed by their place at once. */
const VALUE_COLUMN = 48;
/** Defaults of one setting that are listed; of more, how many there are. */
const DEFAULTS_LISTED = 6;

/** How an explanation is shown. */
export type ExplanationView = {
  /** The settings that were asked for, which are shown with every default; empty: none in particular. */
  readonly asked: readonly string[];
  /** The user's home, shown as `~`. */
  readonly home: string;
};

type Row = readonly [key: string, value: string, source: string];

/** Every value with where it comes from, for people. */
export function explanationText(explanation: Explanation, view: ExplanationView): string {
  const { layers, repository, settings, routing } = explanation;
  const layerRows = layers.flatMap((note) => layerRow(note, repository, view));
  const layerWidth = Math.max(...layerRows.map(([name]) => name.length));
  const rows = rowsOf(settings, view);
  const keyWidth = Math.max(0, ...rows.map(([key]) => key.length));
  const valueWidth = Math.min(VALUE_COLUMN, Math.max(0, ...rows.map(([, value]) => value.length)));
  const sections = [
    [
      'Layers, from the one that counts least:',
      ...layerRows.map(([name, text]) => `  ${name.padEnd(layerWidth)}  ${text}`),
    ],
    routing === null ? [] : [routingLine(routing, view)],
    rows.map(([key, value, source]) => `${key.padEnd(keyWidth)}  ${value.padEnd(valueWidth)}  ${source}`),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.map(line).join('\n'))
    .join('\n\n');
}

/** Indented as it was, and nothing in it moves a cursor. */
function line(text: string): string {
  return `${/^ */.exec(text)?.[0] ?? ''}${printable(text)}`;
}

function layerRow(
  { layer, file, state }: LayerNote,
  repository: Explanation['repository'],
  view: ExplanationView,
): readonly (readonly [string, string])[] {
  switch (layer) {
    case 'default':
      return [[layer, "Planwright's own"]];
    case 'user':
      return [[layer, file === null ? 'no file ~/.config/planwright/planwright.yml' : shown(file, view)]];
    case 'organisation':
      return [[layer, 'not known here: the service alone reads it, and it goes between user and repository there']];
    case 'repository':
      return [[layer, repositoryText(file, repository)]];
    case 'plan':
    case 'task':
      return state === 'absent' ? [] : [[layer, file ?? '']];
    default:
      return layer satisfies never;
  }
}

function repositoryText(file: string | null, repository: Explanation['repository']): string {
  if (repository === null) return 'no repository here; name one by --repo DIR';
  const { path, at } = repository;
  return file === null ? `no file .github/planwright.yml at ${at} of ${path}` : `${file} at ${at} of ${path}`;
}

function rowsOf(settings: readonly PlacedValue[], view: ExplanationView): readonly Row[] {
  const rows: Row[] = [];
  for (const value of settings) {
    const { setting, from } = value;
    const alike = settings.filter((one) => one.setting === setting && one.from.layer === 'default');
    if (from.layer === 'default' && alike.length > DEFAULTS_LISTED && !view.asked.includes(setting)) {
      const isFirst = alike[0] === value;
      const how = `default; \`planwright config explain ${setting}\` lists them`;
      if (isFirst) rows.push([setting, `${alike.length} of Planwright's own`, how]);
      continue;
    }
    rows.push([keyText(value), valueText(value), sourceText(from, view)]);
    for (const one of value.overrode) rows.push(['', `over ${short(one.value)}`, sourceText(one.from, view)]);
  }
  return rows;
}

/** A glob is its own name. */
function keyText(value: PlacedValue): string {
  return value.name === value.value ? value.setting : explainedKey(value);
}

function valueText({ value, note }: PlacedValue): string {
  if (note === undefined) return short(value);
  return value === null ? note : `${short(value)} (${note})`;
}

function short(value: FileValue): string {
  return shortenLine(printable(fileValueText(value)), VALUE_CHARACTERS);
}

function sourceText({ layer, file, line: at }: PlacedSource, view: ExplanationView): string {
  if (file === null) return layer;
  return `${layer} ${shown(file, view)}${at === null ? '' : `:${at}`}`;
}

function shown(file: string, { home }: ExplanationView): string {
  return file.startsWith(`${home}/`) ? `~${file.slice(home.length)}` : file;
}

function routingLine({ role, model, agents, strategy, why, from }: ExplainedRouting, view: ExplanationView): string {
  const between =
    strategy === 'round_robin' ? ' or, in turns, ' : strategy === 'auto' ? ' or, if it does better, ' : ' or else ';
  const names = agents.map((agent) => agentText({ ...agent, model: model ?? agent.model }));
  const who = names.length === 0 ? 'the first agent that its runner offers' : names.join(between);
  const named = from.layer === 'default' ? '' : `, ${why} (${sourceText(from, view)})`;
  return `Done in the role ${role} by ${who}${named}.`;
}
