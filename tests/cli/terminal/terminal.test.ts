import { describe, expect, test } from 'vitest';
import { displayWidth, padEnd, padStart, truncate } from '../../../src/cli/terminal/display_width.ts';
import { fitLine } from '../../../src/cli/terminal/line.ts';
import { LivePainter } from '../../../src/cli/terminal/live_painter.ts';
import { printable } from '../../../src/cli/terminal/printable.ts';
import { colourStyle, plainStyle, styleFor } from '../../../src/cli/terminal/style.ts';
import { minuteText, runningDurationText } from '../../../src/cli/text/duration.ts';

describe('width', () => {
  test.each([
    ['plain', 5],
    ['日本語', 6],
    ['한글', 4],
    ['👩‍👩‍👧‍👦', 2],
    ['🇩🇪x', 3],
    ['e\u0301te\u0301', 3],
    ['a\u200bb', 2],
    ['✓ ▶ ·', 5],
    ['שלום', 4],
  ])('%s takes %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('cutting keeps characters whole and never takes more room than there is', () => {
    expect(truncate('日本語です', 6)).toBe('日本…');
    expect(truncate('👩‍👩‍👧‍👦👩‍👩‍👧‍👦', 3)).toBe('👩‍👩‍👧‍👦…');
    expect(truncate('short', 5)).toBe('short');
    expect(truncate('two words', 5)).toBe('two…');
    expect(truncate('anything', 0)).toBe('');
  });

  test('padding counts columns, not characters', () => {
    expect(padEnd('日本', 6)).toBe('日本  ');
    expect(padStart('日本', 6)).toBe('  日本');
  });
});

describe('text of others', () => {
  test('cannot steer the terminal', () => {
    expect(printable('\u001b[2J\u001b[31mred\u001b[0m\u001b]0;title\u0007\r\nnext\u0008')).toBe('red next');
    expect(printable('a\u202egpj.exe')).toBe('agpj.exe');
    expect(printable('\u009b31mx')).not.toContain('\u009b');
  });
});

describe('a line', () => {
  test('is cut where the terminal ends, and colour takes no room', () => {
    const line = fitLine(
      [{ text: '✓', tone: 'good' }, { text: 'parser', columns: 8 }, { text: 'a long text' }],
      20,
      colourStyle,
    );
    expect(line.width).toBe(20);
    expect(line.text).toContain('a long…');
    expect(line.text).toContain('\u001b[32m✓');
  });

  test('leaves out what is empty', () => {
    expect(fitLine([{ text: 'a' }, { text: '' }, { text: 'b' }], 80, plainStyle)).toEqual({ width: 4, text: 'a  b' });
  });
});

describe('colour', () => {
  test('only on a terminal, and not where it is unwanted', () => {
    expect(styleFor({ isTTY: true }, { TERM: 'xterm' })).toBe(colourStyle);
    expect(styleFor({ isTTY: true }, { NO_COLOR: '1' })).toBe(plainStyle);
    expect(styleFor({ isTTY: true }, { TERM: 'dumb' })).toBe(plainStyle);
    expect(styleFor({}, {})).toBe(plainStyle);
  });
});

describe('painting in place', () => {
  const lines = (...texts: string[]) => texts.map((text) => ({ width: text.length, text }));
  function surface(columns: number) {
    const written: string[] = [];
    return { columns, written, write: (text: string) => written.push(text) };
  }

  test('overwrites the frame before and lets lasting lines scroll up', () => {
    const screen = surface(80);
    const painter = new LivePainter(screen);
    painter.paint([], lines('one', 'two'));
    painter.paint(lines('done'), lines('two'));
    expect(screen.written.at(-1)).toContain('\u001b[2A\rdone\u001b[K\ntwo\u001b[K\n\u001b[J');
  });

  test('writes nothing where nothing changed', () => {
    const screen = surface(80);
    const painter = new LivePainter(screen);
    painter.paint([], lines('one'));
    painter.paint([], lines('one'));
    painter.paint([], lines('one'));
    expect(screen.written.length).toBeLessThanOrEqual(2);
  });

  test('a terminal that became narrower has wrapped the old frame', () => {
    const screen = surface(40);
    const painter = new LivePainter(screen);
    painter.paint([], lines('x'.repeat(39), 'y'));
    screen.columns = 20;
    painter.paint([], lines('z'));
    expect(screen.written.at(-1)).toContain('\u001b[3A');
  });

  test('gives the cursor back at the end', () => {
    const screen = surface(40);
    const painter = new LivePainter(screen);
    painter.paint([], lines('x'));
    painter.end();
    expect(screen.written.at(-1)).toBe('\u001b[1A\r\u001b[J\u001b[?25h');
  });
});

test('a duration that still grows changes once a second', () => {
  expect([900, 3_999, 190_900].map(runningDurationText)).toEqual(['0s', '3s', '3m10s']);
});

test('a day is written the same in every country', () => {
  expect(minuteText(new Date(2026, 1, 3, 14, 3, 59).getTime())).toBe('2026-02-03 14:03');
});
