import type { LeaseDetails } from '../decide/slices.ts';

/** The whole plan with the states of its tasks and what the dependencies produced, for `planwright-tool plan`. */
export function overviewText({ task, run, context, dependencies, overview }: LeaseDetails): string {
  const lines = overview.map(
    (row) =>
      `- ${row.key} (${row.state.replaceAll('_', ' ')})${row.key === task.key ? ' [this task]' : ''}: ${row.title}`,
  );
  const results = dependencies.map((dependency) => {
    const outputs = Object.entries(dependency.outputs).map(([name, value]) => `  - ${name}: ${value}`);
    const summary = dependency.summary === '' ? [] : [indent(dependency.summary)];
    return [`- ${dependency.task} (${dependency.state}): ${dependency.title}`, ...summary, ...outputs].join('\n');
  });
  const parts = [`# Plan ${run.name}`, context.trim(), '## Tasks', lines.join('\n')];
  if (results.length > 0) parts.push(`## What the dependencies of ${task.key} produced`, results.join('\n'));
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function indent(text: string): string {
  return text
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
}
