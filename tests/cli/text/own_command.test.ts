import { expect, it } from 'vitest';
import { ownCommand } from '../../../src/cli/text/own_command.ts';

it('is what the reader can type where it was printed', () => {
  expect(ownCommand({}, ['task', 'show', 'a b'], undefined)).toBe("planwright task show 'a b'");
  const npm = { npm_package_name: 'planwright', npm_lifecycle_event: 'demo' };
  expect(ownCommand(npm, ['status'], '/srv/x y')).toBe("npm run planwright -- status --repo '/srv/x y'");
  expect(ownCommand({ ...npm, npm_package_name: 'other' }, ['status'], undefined)).toBe('planwright status');
});
