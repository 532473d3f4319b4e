import { visibleText } from '../../text/visible_text.ts';
import type { LeaseDetails } from '../slices.ts';
import { aboutData, asData } from './as_data.ts';

/**
 * The whole plan with the states of its tasks and what the dependencies produced, for `planwright-tool plan`: data like all
 * that an agent is told of what others wrote, each piece without what nobody saw of it.
 *
 * @param boundary a line that nobody can know who wrote any of it
 */
export function overviewText({ task, run, context, dependencies, overview }: LeaseDetails, boundary: string): string {
  const lines = overview.map(
    (row) =>
      `- ${row.key} (${row.key === task.key ? 'this task' : row.state.replaceAll('_', ' ')}): ${seen(row.title)}`,
  );
  const results = dependencies.map((dependency) => {
    const outputs = Object.entries(dependency.outputs).map(([name, value]) => `  - ${name}: ${value}`);
    const summary = dependency.summary === '' ? [] : [indent(seen(dependency.summary))];
    return [`- ${dependency.task} (${dependency.state}): ${seen(dependency.title)}`, ...summary, ...outputs].join('\n');
  });
  const parts = [
    `# Plan ${seen(run.name)}`,
    seen(context),
    '## Tasks, as they stood when this attempt began',
    lines.join('\n'),
  ];
  if (results.length > 0) parts.push(`## What the dependencies of ${task.key} produced`, results.join('\n'));
  const text = parts.filter((part) => part !== '').join('\n\n');
  return `${aboutData(boundary)}\n\n${asData(text, boundary)}\n`;
}

function seen(text: string): string {
  return visibleText(text).text.trim();
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
