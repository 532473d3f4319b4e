import { expect, test } from 'vitest';
import { CliError } from '../../../src/cli/cli_error.ts';
import { pastOutage } from '../../../src/cli/client/past_outage.ts';

const away = () => new CliError('unreachable', 4, 'The service does not answer.');
const quick = { patienceMs: 3, askAgainMs: 1 };

test('what is away is asked again, and its answer given', async () => {
  let asked = 0;
  const ask = async () => {
    asked += 1;
    if (asked < 3) throw away();
    return 'here';
  };
  expect(await pastOutage(ask, quick)).toBe('here');
  expect(asked).toBe(3);
});

test('it is not asked for ever, and a refusal is final', async () => {
  let asked = 0;
  const ask = (error: CliError) => async () => {
    asked += 1;
    throw error;
  };
  await expect(pastOutage(ask(away()), quick)).rejects.toMatchObject({ code: 'unreachable' });
  expect(asked).toBe(4);
  await expect(pastOutage(ask(new CliError('not_found', 2, 'No.')), quick)).rejects.toMatchObject({
    code: 'not_found',
  });
  expect(asked).toBe(5);
});
