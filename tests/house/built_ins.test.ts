import { expect, it } from 'vitest';
import { BUILT_INS } from '../../runner/config/built_in_providers.ts';
import { read } from './source_files.ts';

it('operations.md tells how each built-in provider is started and what it is given', () => {
  const table = /^\| provider \| command \| .*\n.*\n((?:\|.*\n)+)/m.exec(read('docs/operations.md'))?.[1] ?? '';
  const expected = Object.entries(BUILT_INS).map(
    ([name, { command, env }]) =>
      `| \`${name}\` | \`${command.join(' ')}\` | ${env.map((variable) => `\`${variable}\``).join(', ')} |`,
  );
  expect(table.trimEnd().split('\n')).toEqual(expected);
});
