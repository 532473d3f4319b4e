import { expect, it } from 'vitest';
import { headingsLowered } from '../../../src/core/report/headings_lowered.ts';

it.each([
  ['## Summary\n\nIt parses.', 'It parses.'],
  ['# What I did:\n\nIt parses.', 'It parses.'],
  ['It parses.\n\n### **Left** alone ##\n\nNames.', 'It parses.\n\n**Left alone**\n\nNames.'],
  ['It parses.\n\n## Summary', 'It parses.\n\n**Summary**'],
  ['# Dates\n\nThey parse.', '**Dates**\n\nThey parse.'],
  ['```sh\n# a comment\n```\n# A heading', '```sh\n# a comment\n```\n**A heading**'],
  ['~~~~\n~~~\n# a comment\n~~~~', '~~~~\n~~~\n# a comment\n~~~~'],
  ['#12 is no heading\n    # nor is code', '#12 is no heading\n    # nor is code'],
  ['', ''],
])('headings of an agent are bold lines: %j', (text, lowered) => {
  expect(headingsLowered(text)).toBe(lowered);
});
