import { describe, expect, test } from 'vitest';
import { shellOperator, splitCommand, variableFirst } from '../../../../src/core/plan/read/commands.ts';
import { commandLine } from '../../../../src/protocol/command_line.ts';

describe('what only a shell would understand is found', () => {
  test.each([
    ['npm test && npm run lint', '&&'],
    ['npm test&&npm run lint', 'test&&npm'],
    ['a || b', '||'],
    ['npm test||npm run lint', 'test||npm'],
    ['a | b', '|'],
    ['a |b', '|b'],
    ['a |& b', '|&'],
    ['a ; b', ';'],
    ['a; b', 'a;'],
    ['a;', 'a;'],
    ['a &', '&'],
    ['server&', 'server&'],
    ['a > file', '>'],
    ['a >file', '>file'],
    ['a >> file', '>>'],
    ['a < file', '<'],
    ['a 2>&1', '2>&1'],
    ['a 2>/dev/null', '2>/dev/null'],
    ['a &> file', '&>'],
    ['a << EOF', '<<'],
  ])('%s', (line, operator) => {
    expect(shellOperator(line)).toBe(operator);
  });

  test.each([
    "sh -c 'npm test && npm run lint'",
    "echo '&&' \"||\" \\| ';' '>' \\; ",
    'find . -exec ls {} \\;',
    'curl http://a.example/?a=1&b=2',
    'grep -E a|b',
    'test;npm run lint',
    'echo hi>file',
    'a& b',
    'npm install left-pad@>=2',
    "git log --format='%h > %s'",
    'echo $HOME ~ *.ts',
    '',
    "it's open",
  ])('not in %s', (line) => {
    expect(shellOperator(line)).toBeUndefined();
  });
});

test('variables before a program are found, where they are not quoted and come first', () => {
  expect(variableFirst('NODE_ENV=test npm test')).toBe('NODE_ENV=test');
  expect(variableFirst('env NODE_ENV=test npm test')).toBeUndefined();
  expect(variableFirst("'A=b' c")).toBeUndefined();
});

test('what is printed is neither', () => {
  for (const argv of [
    ['a', '&&', 'b;', '2>&1', '|', '>x'],
    ['A=b', 'C=d'],
  ]) {
    const line = commandLine(argv);
    expect([splitCommand(line), shellOperator(line), variableFirst(line)]).toEqual([argv, undefined, undefined]);
  }
});
