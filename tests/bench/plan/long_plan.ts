/**
 * The Markdown of a plan with that many tasks, as people write them: in groups, most with instructions, a criterion and a
 * setting, each after two of the group before it. A group has twenty tasks.
 */
export function longPlan(tasks: number): string {
  const lines = [
    'Everything that an agent should know about the project stands here.',
    '',
    '```planwright',
    'concurrency: 8',
    'verify: npm test',
    '```',
    '',
    '## Tasks',
  ];
  for (let number = 0; number < tasks; number += 1) {
    if (number % 20 === 0) lines.push(`### Part ${number / 20}`);
    lines.push(...taskLines(number));
  }
  return `${lines.join('\n')}\n`;
}

function taskLines(number: number): readonly string[] {
  const before = number < 20 ? '' : `after task-${number - 20}, task-${number - 19 - (number % 20 === 19 ? 1 : 0)}; `;
  return [
    `- [ ] task-${number}: Write part ${number} of the parser (${before}files: \`src/part-${number}/**\`)`,
    `  Accept what part ${number} of the grammar accepts. Reject what it rejects.`,
    `  - verify: npm test -- part-${number}`,
    `  - [ ] part ${number} keeps its precision`,
  ];
}

/** The Markdown of a plan of independent commands, `name-0`, `name-1`, …. */
export function commandPlan(tasks: number, name: string, settings: readonly string[]): string {
  const items = Array.from({ length: tasks }, (_, number) => [
    `- [ ] ${name}-${number}: Do no. ${number}`,
    ...settings.map((setting) => `  - ${setting}`),
  ]);
  return `## Tasks\n${items.flat().join('\n')}\n`;
}
