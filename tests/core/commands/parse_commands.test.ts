import { fromMarkdown } from 'mdast-util-from-markdown';
import { describe, expect, it } from 'vitest';
import type { CommandArguments } from '../../../src/core/commands/command_arguments.ts';
import { COMMAND_NAMES, COMMANDS, type CommandTakes, isBuilt } from '../../../src/core/commands/command_table.ts';
import { helpText, mayNotText, notUnderstoodText } from '../../../src/core/commands/command_texts.ts';
import { COMMANDS_AT_MOST, mayHoldCommands, parseCommands } from '../../../src/core/commands/parse_commands.ts';
import fc from '../../support/fast_check.ts';

const APP = { appSlug: 'planwright-app' };
const commandsOf = (comment: string) => parseCommands(comment, APP).commands;
const command = (name: string, argument: unknown = null) => ({ kind: 'command', name, argument });

describe('commands in a comment', () => {
  it('are lines whose first word is /planwright or the App, in any case', () => {
    expect(commandsOf('/planwright run')).toEqual([command('run')]);
    expect(commandsOf('  /PlanWright  RETRY  parser ')).toEqual([command('retry', 'parser')]);
    expect(commandsOf('@Planwright-App, skip `docs`')).toEqual([command('skip', 'docs')]);
    expect(commandsOf('Well.\r\n\r\n/planwright pause\r\n/planwright status')).toEqual([
      command('pause'),
      command('status'),
    ]);
  });

  it('are nothing else', () => {
    for (const comment of [
      '',
      'Looks good',
      'say `/planwright run` to start',
      'see /planwright run',
      '/plan run',
      '/planwright/docs is a path',
      '@planwright-app',
      '@planwright-application run',
      '- see /planwright run',
      '- [ ] /planwright run',
      '-/planwright run',
      '**Planwright** run',
      '_/plan_ run',
    ]) {
      expect(commandsOf(comment), comment).toEqual([]);
    }
  });

  it('are items of lists as well', () => {
    for (const item of [
      '- /planwright retry parser',
      '* /planwright retry parser',
      '+ /planwright retry parser',
      '1. /planwright retry parser',
      '12) @planwright-app retry parser',
      'Please:\n- first\n  - /planwright retry parser',
      '- - /planwright retry parser',
      '- text\n  /planwright retry parser',
    ]) {
      expect(commandsOf(item), item).toEqual([command('retry', 'parser')]);
      expect(mayHoldCommands(item, APP)).toBe(true);
    }
    expect(commandsOf('1. /planwright retry parser\n2. /planwright status')).toEqual([
      command('retry', 'parser'),
      command('status'),
    ]);
  });

  it('in bold or italics are near misses', () => {
    for (const mark of ['*', '_', '**', '__', '***']) {
      const line = `${mark}/planwright retry parser${mark}`;
      const suggestion = '/planwright retry parser';
      expect(commandsOf(line)).toEqual([{ kind: 'unknown', written: line, suggestion }]);
      expect(commandsOf(`- ${line}`)).toEqual([{ kind: 'unknown', written: line, suggestion }]);
    }
    expect(commandsOf('**/planwright** status')).toMatchObject([{ suggestion: '/planwright status' }]);
    expect(commandsOf('**/planwright**')).toMatchObject([{ suggestion: '/planwright help' }]);
    expect(commandsOf('> **/planwright status**')).toEqual([]);
  });

  it('do not stand in code, quotes or HTML comments', () => {
    for (const comment of [
      '```\n/planwright run\n```',
      '~~~ sh\n```\n/planwright run\n~~~',
      '````\n```\n/planwright run\n````',
      '```\n/planwright run',
      '- ```\n  /planwright run\n  ```',
      '- item\n\n     ```\n  /planwright run\n     ```',
      '    /planwright run',
      '\t/planwright run',
      '> /planwright run',
      '> - /planwright run',
      '- > /planwright run',
      '-     /planwright run',
      '```\n- /planwright run\n```',
      '> said\n/planwright run',
      '<!--\n/planwright run\n-->',
      '<!-- /planwright run -->',
      '<pre>\n/planwright run\n</pre>',
    ]) {
      expect(commandsOf(comment), comment).toEqual([]);
    }
  });

  it('that end in HTML are seen, though nothing of it is hidden in them', () => {
    expect(commandsOf('/planwright retry <parser>')).toEqual([command('retry', '<parser>')]);
    expect(commandsOf('/planwright run <!-- not now -->')).toMatchObject([{ kind: 'too_many_words', name: 'run' }]);
    expect(commandsOf('/planwright run <!-- not\n/planwright status\nnow -->')).toMatchObject([
      { kind: 'too_many_words' },
    ]);
  });

  it('stand behind them', () => {
    for (const before of [
      '```\ncode\n```',
      '> said\n',
      '<!-- note -->',
      '<!--\nnote\n-->',
      '- item\n',
      '- ```\n  code\n  ```',
    ]) {
      expect(commandsOf(`${before}\n/planwright run`), before).toEqual([command('run')]);
    }
  });

  it('without a word are a call for help, and near misses are given a suggestion', () => {
    expect(commandsOf('/planwright')).toEqual([command('help')]);
    expect(commandsOf('/planwright retrry parser')).toEqual([
      { kind: 'unknown', written: '/planwright retrry parser', suggestion: '/planwright retry parser' },
    ]);
    expect(commandsOf('/planwrite retry parser')).toMatchObject([{ suggestion: '/planwright retry parser' }]);
    expect(commandsOf('/planwright frobnicate')).toMatchObject([{ kind: 'unknown', suggestion: null }]);
  });

  it('with more words than they take are told so', () => {
    const [found] = commandsOf('/planwright retry parser please');
    expect(found).toMatchObject({ kind: 'too_many_words', suggestion: '/planwright retry parser' });
    expect(commandsOf('/planwright pause now')).toMatchObject([{ suggestion: '/planwright pause' }]);
  });

  it('that are not built yet are known', () => {
    expect(commandsOf('/planwright undo')).toEqual([{ kind: 'not_built', name: 'undo' }]);
  });

  it('are at most so many', () => {
    const comment = '/planwright status\n'.repeat(COMMANDS_AT_MOST + 2);
    expect(parseCommands(comment, APP)).toMatchObject({ left: 2 });
    expect(commandsOf(comment)).toHaveLength(COMMANDS_AT_MOST);
  });

  it('are the lines that Markdown sees outside code, quotes and comments, and no others', () => {
    const line = fc.constantFrom(
      '/planwright run',
      '  /planwright run',
      '- /planwright run',
      '  2. /planwright run',
      '```',
      '   ````',
      '~~~',
      '> quote',
      '- item',
      '  - inner',
      '1. one',
      '  text',
      '     ```',
      '- ```',
      '    four',
      '<!-- open',
      'close -->',
      '<!-- both -->',
      'text',
      '',
      '',
      '# head',
      '***',
    );
    expectOnlyWhatIsSpoken(fc.array(line, { maxLength: 14 }));
  });

  it('are no lines that code, comments and tags inside a paragraph go over', () => {
    const line = fc.constantFrom(
      '/planwright run',
      '  /planwright run',
      'a <!-- b',
      '- a <!-- b',
      'c --> d',
      'a <!--> b',
      'a <!---> b',
      '-->',
      'a <? b',
      '<? b',
      'c ?> d',
      'a <!X b',
      'c > d',
      'a <![CDATA[ b',
      'c ]]> d',
      'a <b c="d',
      "a <b c='d",
      'e" f',
      "e' f='g'> h",
      '/>',
      'a </b',
      'a ` b',
      'a `` b',
      '`<!-- ` `` <? `',
      '\\` \\<!-- \\\\` a',
      '<https://a.example/`> <b`c@d.example>',
      '<a b=c>',
      '===',
      '',
    );
    expectOnlyWhatIsSpoken(fc.array(line, { maxLength: 9 }));
  });

  it('come back as they were written, whatever stands around', () => {
    const text = fc.string({ maxLength: 40 }).filter((each) => !/[/@`~<>\n\r]/.test(each) && !/^[ \t]/.test(each));
    const written = fc.constantFrom(...COMMAND_NAMES.filter(isBuilt));
    fc.assert(
      fc.property(text, written, fc.constantFrom('parser', 'a.b', 'T_1'), (around, name, task) => {
        const { takes } = COMMANDS[name];
        const { argument, words } = GIVEN[takes](task);
        const line = `/planwright ${name}${words}`;
        expect(commandsOf(`${around}\n\n${line}\n\n${around}`)).toEqual([command(name, argument)]);
      }),
    );
  });

  it('are read in a moment, whatever the comment', () => {
    const pieces = [
      '> ',
      '- ',
      '1. ',
      '**/planwright ',
      '- /planwright x\n',
      '**/planwright x**\n',
      '```\n',
      '<!-- ',
      '/planwright x\n',
      '<pre ',
      '@planwright-app ',
    ];
    const inline = ['<?', '<!A', '<!--', '<![CDATA[', '<a ', '</a ', '<a b="', "<a b='", '<a:', '<a@', '`', '\\`'];
    const unended = inline.flatMap((piece) => [
      piece,
      `a ${piece}`,
      `a ${piece}\n`,
      `- ${piece}\n`,
      `- a\nb ${piece}\n`,
    ]);
    for (const piece of [...pieces, ...unended]) {
      expect(
        cpuMsToRead(`/planwright run\n${piece.repeat(65_000 / piece.length)}\n/planwright run`),
        piece,
      ).toBeLessThan(1_500);
    }
    for (const before of ['- a\n', '- - - - - - - a\n'.repeat(900)]) {
      for (const [piece, times] of [
        ['a\n===\n', 900],
        ['b\n', 1_900],
        ['b\n', 24_000],
      ] as const) {
        const comment = `/planwright run\n\n${before}${piece.repeat(times)}/planwright run`;
        expect(cpuMsToRead(comment), before + piece).toBeLessThan(1_500);
      }
    }
    const ticks = Array.from({ length: 350 }, (_, length) => '`'.repeat(length)).join(' ');
    expect(cpuMsToRead(`/planwright run\n${ticks}`)).toBeLessThan(1_500);
  });

  it('may be in a comment that has such a line anywhere, and in no other', () => {
    expect(mayHoldCommands('```\n/planwright run\n```', APP)).toBe(true);
    expect(mayHoldCommands('Well.\n @Planwright-App status', APP)).toBe(true);
    expect(mayHoldCommands('see /planwright run', APP)).toBe(false);
    expect(mayHoldCommands(`/planwright run\n${'a'.repeat(65_536)}`, APP)).toBe(false);
  });
});

describe('texts about commands', () => {
  it('mention nobody who may not command', () => {
    expect(mayNotText('mallory', 'the permission `write` in this repository')).toBe(
      'Commands here need the permission `write` in this repository, which `mallory` does not have. Nothing was changed.',
    );
  });

  it('name every command that is built, and suggest', () => {
    for (const name of COMMAND_NAMES) expect(helpText('x').includes(`/planwright ${name}`)).toBe(isBuilt(name));
    expect(notUnderstoodText({ kind: 'unknown', written: '/planwright retrry', suggestion: '/planwright retry' })).toBe(
      'I do not know `/planwright retrry`. Did you mean `/planwright retry`?',
    );
  });
});

/** What follows a command, and how it is read. */
const GIVEN: {
  readonly [Takes in CommandTakes]: (task: string) => { argument: CommandArguments[Takes]; words: string };
} = {
  nothing: () => ({ argument: null, words: '' }),
  optional_task: (task) => ({ argument: task, words: ` ${task}` }),
  task: (task) => ({ argument: task, words: ` ${task}` }),
  task_and_words: (task) => ({ argument: { task, words: '' }, words: ` ${task}` }),
  answer: (task) => ({
    argument: { about: task, text: 'as it is', whole: `${task} as it is` },
    words: ` ${task} as it is`,
  }),
  amount: () => ({
    argument: { how: 'add', amounts: { costMicros: 5_000_000, tokens: null } },
    words: ' +$5',
  }),
};

/** Of this process alone, so that a busy machine changes little. */
function cpuMsToRead(comment: string): number {
  const began = process.cpuUsage();
  parseCommands(comment, APP);
  return process.cpuUsage(began).user / 1_000;
}

/** Compares with the whole Markdown parser. */
function expectOnlyWhatIsSpoken(comments: fc.Arbitrary<readonly string[]>): void {
  fc.assert(
    fc.property(comments, (lines) => {
      const markdown = lines.join('\n');
      const hidden = hiddenLines(markdown);
      const visible = lines.filter((text, at) => /^\s*(?:- |2\. )?\/planwright run$/.test(text) && !hidden.has(at + 1));
      expect(commandsOf(markdown).length, markdown).toBe(Math.min(visible.length, COMMANDS_AT_MOST));
    }),
    { numRuns: 1_000 },
  );
}

/** Lines of code, quotes and HTML comments, as Markdown itself has it. */
function hiddenLines(markdown: string): ReadonlySet<number> {
  const hidden = new Set<number>();
  type Node = ReturnType<typeof fromMarkdown>['children'][number];
  const visit = (node: Node): void => {
    const isHidden = ['code', 'inlineCode', 'blockquote', 'html'].includes(node.type);
    if (isHidden && node.position !== undefined) {
      // Code and HTML in a line hide what follows their beginning; no line that is HTML from its beginning is a command.
      const first = node.position.start.line + (['inlineCode', 'html'].includes(node.type) ? 1 : 0);
      for (let at = first; at <= node.position.end.line; at++) hidden.add(at);
    } else if ('children' in node) node.children.forEach(visit);
  };
  fromMarkdown(markdown).children.forEach(visit);
  return hidden;
}
