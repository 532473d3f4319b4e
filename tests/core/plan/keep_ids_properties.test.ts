import { describe, expect, test } from 'vitest';
import { keepIds } from '../../../src/core/plan/keep_ids.ts';
import fc from '../../support/fast_check.ts';

const WORDS = ['parse', 'dates', 'write', 'grammar', 'measure', 'release', 'cache', 'index', 'login', 'mail'];
const titleArbitrary = fc
  .array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 6 })
  .map((words) => words.join(' '));
const titlesArbitrary = fc.uniqueArray(titleArbitrary, { minLength: 1, maxLength: 8 });
const known = (titles: readonly string[]) => titles.map((title, at) => ({ id: `t${at + 1}`, named: false, title }));
const drafts = (titles: readonly string[]) => titles.map((title) => ({ title }));
/** Titles, and a random order of them. */
const shuffledArbitrary = titlesArbitrary.chain((titles) =>
  fc.record({
    titles: fc.constant(titles),
    order: fc.shuffledSubarray([...titles.keys()], { minLength: 0, maxLength: titles.length }),
    added: fc.array(fc.nat({ max: 8 }), { maxLength: 3 }),
  }),
);

describe('ids that tasks keep by their titles', () => {
  test('go with the titles, in whatever order, whatever is left out', () => {
    fc.assert(
      fc.property(shuffledArbitrary, ({ titles, order }) => {
        const found = keepIds(drafts(order.map((at) => titles[at] ?? '')), known(titles));
        expect(found).toEqual(order.map((at) => `t${at + 1}`));
      }),
    );
  });

  test('stay where others join between them', () => {
    fc.assert(
      fc.property(shuffledArbitrary, ({ titles, added }) => {
        const all: string[] = [...titles];
        for (const [index, at] of added.entries())
          all.splice(Math.min(at, all.length), 0, `Quite another thing ${index}`);
        const found = keepIds(drafts(all), known(titles));
        for (const [at, title] of titles.entries()) expect(found[all.indexOf(title)]).toBe(`t${at + 1}`);
        expect(found.filter((id) => id !== undefined)).toHaveLength(titles.length);
      }),
    );
  });

  test('stay when one title is touched up in its place', () => {
    fc.assert(
      fc.property(titlesArbitrary, fc.nat(), (titles, which) => {
        const at = which % titles.length;
        const touched = titles.map((title, index) => (index === at ? `${title}s` : title));
        fc.pre(!titles.includes(touched[at] ?? ''));
        expect(keepIds(drafts(touched), known(titles))).toEqual(titles.map((_, index) => `t${index + 1}`));
      }),
    );
  });

  test('are given once each, also where titles are the same, and never one that is written', () => {
    const manyArbitrary = fc.array(titleArbitrary, { maxLength: 8 });
    const someArbitrary = fc.array(
      fc.record({ writtenId: fc.constantFrom('t1', 'T2', 'own'), title: titleArbitrary }, { requiredKeys: ['title'] }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(manyArbitrary, someArbitrary, (before, now) => {
        const given = keepIds(now, known(before)).filter((id) => id !== undefined);
        expect(new Set(given).size).toBe(given.length);
        const written = now.flatMap(({ writtenId }) => writtenId?.toLowerCase() ?? []);
        expect(given.filter((id) => written.includes(id.toLowerCase()))).toEqual([]);
      }),
    );
    expect(keepIds(drafts(['same', 'same', 'same']), known(['same', 'same']))).toEqual(['t1', 't2', undefined]);
  });

  test('are not given of tasks whose ids were written, nor to another title', () => {
    const named = [{ id: 'parser', named: true, title: 'Parse dates' }];
    expect(keepIds(drafts(['Parse dates']), named)).toEqual([undefined]);
    expect(keepIds(drafts(['Publish a release']), known(['Parse dates']))).toEqual([undefined]);
  });
});
