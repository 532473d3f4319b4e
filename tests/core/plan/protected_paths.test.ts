import { describe, expect, test } from 'vitest';
import { parsePlan } from '../../../src/core/plan/parse_plan.ts';
import { PROTECTED_PATHS } from '../../../src/core/plan/protected_paths.ts';
import { pathMatcher } from '../../../src/text/path_glob.ts';

const isProtected = pathMatcher(PROTECTED_PATHS, { ignoreCase: true });

describe('protected', () => {
  test.each([
    '.github/workflows/ci.yml',
    '.GITHUB/planwright.yml',
    '.github',
    'CODEOWNERS',
    'docs/codeowners',
    'claude.md',
    'packages/a/CLAUDE.md',
    'a/.claude/settings.local.json',
    'a/.claude',
    '.mcp.json',
    'sub/AGENTS.md',
    '.codex/config.toml',
    '.gemini/settings.json',
    'opencode.jsonc',
    '.opencode/plugin/x.ts',
    '.goosehints',
    '.aider.conf.yml',
    '.cursor/mcp.json',
    '.planwright.yml',
    'x/.planwright/y',
    'a/.gitattributes',
    '.gitmodules',
  ])('is %s', (path) => expect(isProtected(path)).toBe(true));

  test.each(['src/github/app.ts', 'docs/claude.md.txt', 'claude/x', '.gitignore', 'docs/agents.txt', 'planwright.yml'])(
    'is not %s',
    (path) => expect(isProtected(path)).toBe(false),
  );
});

test('a plan adds globs of its own for all tasks, and a task cannot', () => {
  const block = '```planwright\nprotected: infra/**, package.json\n```\n';
  const parsed = parsePlan(`${block}## Tasks\n- [ ] a: Do it\n`);
  expect(parsed.ok && parsed.plan.tasks[0]?.settings.protected).toEqual(['infra/**', 'package.json']);
  const wrong = parsePlan('## Tasks\n- [ ] a: Do it\n  - protected: x/**\n');
  expect(wrong.ok ? [] : wrong.problems).toMatchObject([{ line: 3, code: 'wrong-place' }]);
});
