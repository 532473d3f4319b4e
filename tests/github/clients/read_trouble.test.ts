import { describe, expect, it } from 'vitest';
import { readTrouble } from '../../../src/github/clients/read_trouble.ts';

const NOW = 1_000_000_000_000;

function answered(status: number, message: string, headers: Record<string, string> = {}): Error {
  return Object.assign(new Error(message), { status, response: { status, headers } });
}
const read = (thrown: unknown) => readTrouble(thrown, 'POST /repos/{owner}/{repo}/pulls', NOW);

describe('what GitHub says', () => {
  it('is a refusal, on one line and without the address of documentation', () => {
    const said = 'Validation Failed:\n {"field":"base"} - https://docs.github.com/rest/pulls';
    expect(read(answered(422, said))).toMatchObject({
      code: 'github_refusal',
      status: 422,
      said: 'Validation Failed: {"field":"base"}',
    });
  });

  it('passes where a server is in trouble or nothing came', () => {
    expect(read(answered(503, 'Unicorn', { 'x-github-request-id': 'A:1' }))).toMatchObject({
      code: 'github_unreachable',
      message: expect.stringContaining('(request A:1)'),
    });
    expect(read(Object.assign(new Error('socket hang up'), { status: 500 }))).toMatchObject({
      code: 'github_unreachable',
    });
    expect(read('no error at all')).toMatchObject({ code: 'github_unreachable' });
  });

  it.each([[answered(401, 'Bad credentials')], [answered(403, 'This installation has been suspended')]])(
    'keeps the App out for a while: %s',
    (thrown) => {
      expect(read(thrown)).toMatchObject({ code: 'github_no_access' });
    },
  );

  it.each([
    ['told how long', answered(403, 'secondary rate limit', { 'retry-after': '30' }), 30_000],
    ['not told how long', answered(403, 'You have exceeded a secondary rate limit.'), 60_000],
    ['the hour is spent', answered(429, 'API rate limit exceeded', spent((NOW + 120_000) / 1_000)), 120_000],
    ['told nonsense', answered(429, 'API rate limit exceeded', spent(Number.NaN)), 60_000],
    ['told a time gone by', answered(403, 'API rate limit exceeded', spent(1)), 1_000],
    ['told a time that no limit has', answered(403, 'API rate limit exceeded', spent(9e12)), 70 * 60_000],
  ])('says to wait: %s', (_, thrown, waitMs) => {
    expect(read(thrown)).toMatchObject({ code: 'not_now', notBefore: NOW + waitMs });
  });

  it('is no limit where only the last request of the hour was refused for another reason', () => {
    expect(read(answered(404, 'Not Found', spent(9e12)))).toMatchObject({ code: 'github_refusal' });
  });
});

function spent(reset: number): Record<string, string> {
  return { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(reset) };
}
