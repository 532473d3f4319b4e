import { expect, it } from 'vitest';
import { atxHeading } from '../../../../src/core/plan/markdown/atx_heading.ts';

it.each([
  ['# Dates', 'Dates'],
  ['#', ''],
  ['## Tasks ##', 'Tasks'],
  ['## Tasks\t#', 'Tasks'],
  ['## ##', ''],
  ['# C#', 'C#'],
  ['# a # #', 'a #'],
  ['#  a   b  #  ', 'a   b'],
  ['#Dates', null],
  ['####### seven', null],
  ['Dates', null],
])('the heading %j reads %j', (line, text) => {
  expect(atxHeading(line)).toBe(text);
});
