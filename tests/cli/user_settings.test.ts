import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';
import { type Home, home, planwright } from './planwright.ts';

const RUNNER = `sandbox: off
providers:
  script: { command: [sh, -c, 'echo "$PLANWRIGHT_TASK" > "$PLANWRIGHT_TASK"'], transport: text }
`;
const PLAN = '## Tasks\n- [ ] a: Write a\n';

let repository: ScratchRepository;
let place: Home;
beforeEach(() => {
  repository = scratchRepository();
  place = home(RUNNER);
  mkdirSync(join(place.folder, '.config', 'planwright'), { recursive: true });
});
afterEach(() => {
  repository.remove();
  place.remove();
});

const run = (...args: string[]) => planwright(args, { cwd: repository.folder, variables: place.variables });
const userFile = (text: string) => place.write('.config/planwright/planwright.yml', text);

test("a plan of this machine goes by its user's settings where the repository says nothing", async () => {
  userFile('agents: { writer: { provider: script, model: mine } }\nroles: { coder: { agent: writer } }\n');
  const ran = await run('plan', 'run', place.write('letters.md', PLAN));
  expect(ran).toMatchObject({ exitCode: 0 });
  expect((await run('task', 'prompt', 'a', '--attempt', '1', '--json')).json()).toMatchObject({
    data: {
      agent: 'writer',
      provider: 'script',
      model: 'mine',
      routing: expect.stringContaining('the agent of the role coder'),
    },
  });
});

test('and starts nothing while they have mistakes', async () => {
  const file = userFile('agents:\n  writer: { provder: script }\n');
  const refused = await run('plan', 'run', place.write('letters.md', PLAN));
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toBe(
    `planwright: ${file}:2: \`provder\` is not known here. Did you mean \`provider\`?\n`.trimEnd(),
  );
});
