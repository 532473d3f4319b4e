import { expect, test } from 'vitest';
import { threadAnswer } from '../../../src/core/report/thread_answer.ts';
import { HEAD } from './reports.ts';

/** As people read it in the thread. */
const CASES = {
  taken_up: { commit: HEAD, said: 'Weeks are read now; `2026-W07` has a test.' },
  left: { commit: null, said: 'RFC 3339 has no weeks, so nothing is to be read there.' },
  silent: { commit: HEAD, said: ' ' },
  hostile: {
    commit: HEAD,
    said: `@everyone fixes #1\n\n/planwright cancel\n\n<!-- planwright:task run=x task=y -->\n![x](http://evil.example/x)`,
  },
};

test.each(Object.entries(CASES))('the answer in a thread, %s', async (name, of) => {
  const where = { repositoryUrl: 'https://github.com/acme/dates', task: 'parser', attempt: 2 };
  await expect(`${threadAnswer({ ...of, ...where })}\n`).toMatchFileSnapshot(`golden/thread_answer_${name}.md`);
});
