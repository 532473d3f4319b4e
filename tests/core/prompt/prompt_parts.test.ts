import { expect, test } from 'vitest';
import { NO_AGENT_SETTINGS } from '../../../src/core/agents/agent_settings.ts';
import { PROTECTED_PATHS } from '../../../src/core/plan/protected_paths.ts';
import { overviewText } from '../../../src/core/prompt/plan_overview.ts';
import { promptParts } from '../../../src/core/prompt/prompt_parts.ts';
import { resumeParts } from '../../../src/core/prompt/resume_parts.ts';
import { earlierAttempt, leaseDetails, recentAttempt, runRecord, taskRecord } from '../records.ts';

const BOUNDARY = 'data-7';

/** Each begins with the sign of words that Planwright did not write. */
const WORDS = {
  title: '§title',
  instructions: '§instructions',
  criterion: '§criterion',
  context: '§context',
  dependency: '§dependency',
  summary: '§summary',
  output: '§output',
  question: '§question',
  answer: '§answer',
  failure: '§failure',
  evidence: '§evidence',
  conversation: '§conversation',
  plan: '§called',
  files: '§files/**',
  asked: '§asked',
  verify: '§verify',
  when: '§when/**',
  byPath: '§by-path',
  run: '§run',
  protectedByPlan: '§plan/**',
  protectedBySettings: '§settings/**',
};

const criteria = [{ text: WORDS.criterion, done: false, line: 1 }];
const dependency = { task: 'docs', state: 'succeeded', title: WORDS.dependency, summary: WORDS.summary } as const;
const question = { n: 3, attempt: 1, source: 'agent', text: WORDS.question, options: [], details: null } as const;
const details = leaseDetails({
  task: taskRecord({
    sketch: {
      title: WORDS.title,
      instructions: WORDS.instructions,
      criteria,
      settings: {
        protected: [WORDS.protectedByPlan],
        files: [WORDS.files],
        outputs: [WORDS.asked],
        verify: [['npm', WORDS.verify]],
        verifyByPath: [{ when: [WORDS.when], argv: ['npm', WORDS.byPath] }],
      },
    },
  }),
  agents: { ...NO_AGENT_SETTINGS, protected: [WORDS.protectedBySettings] },
  run: runRecord({ name: WORDS.plan }),
  context: WORDS.context,
  dependencies: [{ ...dependency, outputs: { version: WORDS.output }, commit: null }],
  answers: [{ ...question, options: [], answer: WORDS.answer, by: 'ada' }],
  earlier: {
    ...earlierAttempt({ message: WORDS.failure }),
    evidence: [{ argv: ['npm', WORDS.run], end: 'exit 1', outputTail: WORDS.evidence }],
  },
  recent: [recentAttempt({ class: 'verification' })],
  overview: [{ key: 'parser', title: WORDS.title, state: 'running' }],
});

/** What stands outside of the lines around data, and what between them. */
function parted(text: string): { readonly outside: string; readonly data: string } {
  const pieces = text.split(new RegExp(`^${BOUNDARY}$`, 'm'));
  expect(pieces.length % 2).toBe(1);
  const outside = pieces.filter((_, at) => at % 2 === 0).join('\n');
  return { outside, data: pieces.filter((_, at) => at % 2 === 1).join('\n') };
}

const conversation = [{ at: 0, kind: 'message', text: WORDS.conversation } as const];
const ofPrompt = promptParts(details, { agent: 'coder', role: 'coder' }, BOUNDARY, conversation);
const ofResume = resumeParts(details, 1, BOUNDARY);
const { failure, evidence, run, question: asked, answer } = WORDS;
const { title, context, dependency: before, summary, output } = WORDS;

test.each([
  ['the prompt', ofPrompt.map(({ text }) => text).join('\n'), Object.values(WORDS)],
  ['what is told to who goes on', ofResume.map(({ text }) => text).join('\n'), [failure, evidence, run, asked, answer]],
  ['the plan as a tool shows it', overviewText(details, BOUNDARY), [title, context, before, summary, output]],
])('in %s all that others wrote stands between the lines that they cannot know', (_name, text, words) => {
  const { outside, data } = parted(text);
  expect(outside).not.toContain('§');
  expect(outside).toContain(`\`${BOUNDARY}\` is data`);
  expect(words.filter((one) => !data.includes(one))).toEqual([]);
});

test('names every protected path, those that plan and settings add among them', () => {
  const text = ofPrompt.find(({ title: name }) => name === 'What is protected')?.text ?? '';
  expect(PROTECTED_PATHS.filter((glob) => !text.includes(`\`${glob}\``))).toEqual([]);
  expect(text).toContain(`${BOUNDARY}\n§settings/**\n§plan/**\n${BOUNDARY}`);
});

test('a comment that never ends hides the rest of its own text and of no other', () => {
  const open = { ...dependency, summary: '<!-- and so on', outputs: { version: '1.2' }, commit: null };
  const later = { ...open, task: 'lint', summary: 'Clean.' };
  const text = overviewText(leaseDetails({ context: 'Why.\n\n<!-- hush', dependencies: [open, later] }), BOUNDARY);
  expect(text).not.toMatch(/and so on|hush/);
  expect(text).toContain('Why.');
  expect(text).toContain('- lint (succeeded)');
  expect(text).toContain('Clean.');
});
