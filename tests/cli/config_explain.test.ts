import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ScratchRepository, scratchRepository } from '../local/scratch_repository.ts';
import { type Home, home, planwright } from './planwright.ts';

const PLAN =
  '```planwright\nverify: npm test\n```\n\n## Tasks\n- [ ] docs: Document (files: `docs/**`)\n- [ ] log: Log\n  - run: ls\n';

let repository: ScratchRepository;
let place: Home;
beforeAll(() => {
  repository = scratchRepository();
  mkdirSync(join(repository.folder, '.github'));
  repository.write(
    '.github/planwright.yml',
    'breaker: { failures: 3 }\nrouting:\n  - use: [writer, codex]\nverify: make\n',
  );
  repository.write('plan.md', PLAN);
  repository.commit('Settings');
  place = home();
  mkdirSync(join(place.folder, '.config', 'planwright'), { recursive: true });
  place.write(
    '.config/planwright/planwright.yaml',
    'breaker:\n  failures: 9\nagents:\n  writer: { provider: claude }\n',
  );
});
afterAll(() => {
  repository.remove();
  place.remove();
});

const explain = (args: readonly string[], cwd = repository.folder) =>
  planwright(['config', 'explain', ...args], { cwd, variables: place.variables });

describe('config explain', () => {
  test('says of a setting what holds, where that comes from and what it overrode', async () => {
    expect((await explain(['breaker', 'agents.writer'])).stdout).toBe(`Layers, from the one that counts least:
  default       Planwright's own
  user          ~/.config/planwright/planwright.yaml
  organisation  not known here: the service alone reads it, and it goes between user and repository there
  repository    .github/planwright.yml at HEAD of ${repository.folder}

agents.writer  { provider: claude }                user ~/.config/planwright/planwright.yaml:4
breaker        { failures: 3, cooldown: 2m }       repository .github/planwright.yml:1
               over { failures: 9, cooldown: 2m }  user ~/.config/planwright/planwright.yaml:1
               over { failures: 5, cooldown: 2m }  default`);
  });

  test('with a plan and a task says what both set, and who does it', async () => {
    const { stdout } = await explain(['plan.md', '--task', 'DOCS']);
    expect(stdout).toContain(
      'Done in the role coder by writer (Claude Code) or else Codex, by routing rule 1 (repository .github/planwright.yml:3).',
    );
    expect(stdout).toMatch(/^files +`docs\/\*\*` +task plan\.md:6$/m);
    expect(stdout).toMatch(/^verify +npm test +plan plan\.md:2\n +over make +repository \.github\/planwright\.yml:4$/m);
    expect(stdout).toMatch(/^timeout +1h +default$/m);
    expect(stdout).toMatch(/^protected +32 of Planwright's own +default; `planwright config explain protected` lists/m);
    expect((await explain(['protected'])).stdout).toMatch(/^protected +\*\*\/CLAUDE\.md +default$/m);
  });

  test('without a plan says what holds for all plans', async () => {
    expect((await explain(['verify'])).stdout).toMatch(/^verify +make +repository \.github\/planwright\.yml:4$/m);
    expect((await explain([])).stdout).toMatch(/^retries +2 +default$/m);
  });

  test('for machines has all of it', async () => {
    const { json } = await explain(['plan.md', 'timeout', 'agent', '--task', 'docs', '--json']);
    expect(json()).toMatchObject({
      ok: true,
      data: {
        layers: [
          { layer: 'default' },
          { layer: 'user', state: 'read' },
          { layer: 'organisation', state: 'unknown' },
          { layer: 'repository', file: '.github/planwright.yml', state: 'read' },
          { layer: 'plan', file: 'plan.md' },
          { layer: 'task', state: 'read' },
        ],
        repository: { path: repository.folder, at: 'HEAD' },
        settings: [
          { setting: 'agent', value: null, from: { layer: 'default' } },
          { setting: 'timeout', value: '1h', from: { layer: 'default', file: null, line: null }, overrode: [] },
        ],
        routing: { agents: [{ agent: 'writer', provider: 'claude' }, { agent: 'codex' }], from: { line: 3 } },
      },
    });
  });

  test('says so where there is no repository', async () => {
    const { stdout } = await explain(['breaker'], place.folder);
    expect(stdout).toContain('repository    no repository here; name one by --repo DIR');
    expect(stdout).toMatch(/^breaker +\{ failures: 9, cooldown: 2m \} +user/m);
    const named = await explain(['breaker', '--repo', repository.folder], place.folder);
    expect(named.stdout).toContain('{ failures: 3, cooldown: 2m }');
  });

  test.each([
    [['agnts'], '`agnts` is neither a file nor a setting. Did you mean `agents`?'],
    [['breaker', 'agnts'], '`agnts` is no setting. Did you mean `agents`?'],
    [['agents.writr'], 'Nothing sets `agents.writr`. Did you mean `agents.writer`?'],
    [['agents.zzz'], '`planwright config explain agents` shows what there is.'],
    [['owner'], "`owner` is a setting of plans; name the plan's file as well"],
    [['plan.md', 'files'], '`files` is a setting of tasks; name one as well: --task ID'],
    [['plan.md', '--task', 'log', 'model'], '`model` is about agents, and a command or function does this task.'],
    [['plan.md', '--task', 'dox'], 'The plan has no task `dox`. There are docs, log.'],
    [['--task', 'docs'], "A task is one of a plan: name the plan's file as well."],
    [['nowhere.md'], 'There is no file nowhere.md; check the path.'],
  ])('%j is told what to do', async (args, message) => {
    const result = await explain(args);
    expect(result.stderr).toContain(message);
    expect(result).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
