import type { Script } from '../support/scripted_agent.ts';

/** Eight tasks of all kinds that end the same way however often they are interrupted. */
export const PLAN = `# A plan that is interrupted

\`\`\`planwright
verify: test -f base.txt
\`\`\`

## Tasks

- [ ] base: Lay the foundation
- [ ] left: Build the left side (after base)
- [ ] right: Build the right side (after base)
- [ ] generated: Generate a file (after base)
  - run: sh -c 'echo generated > generated.txt'
  - run: sh -c 'echo twice >> generated.txt'
- [ ] checked: Is wrong at first (after left)
  - verify: grep -q right checked.txt
- [ ] locked-one: Holds the lock (after base; locks: only-one)
- [ ] locked-two: Holds it too (after base; locks: only-one)
- [ ] roof: Put all of it together (after left, right, generated, checked, locked-one, locked-two)
`;

/** The task whose work fails its verification until another attempt has gone on from it. */
export const FAILS_FIRST = 'checked';

/** Those whose agents wait, with their file written, at a place of their name until the test opens it. */
export const HOLDING = ['base', 'left', 'right'] as const;

export const SCRIPT: Script = {
  ...Object.fromEntries(
    HOLDING.map((task) => [task, [[{ write: { [`${task}.txt`]: `${task}\n` } }, { meet: { at: task } }]]]),
  ),
  // Not by the attempt's number: which attempt is the first that comes so far depends on what is killed, and what it wrote may be saved.
  [FAILS_FIRST]: [
    [
      {
        shell:
          'if ! test -f checked.txt; then echo wrong > checked.txt; elif ! grep -q right checked.txt; then echo right >> checked.txt; fi',
      },
    ],
  ],
  'locked-one': [[{ write: { 'locked-one.txt': 'one\n' } }]],
  'locked-two': [[{ write: { 'locked-two.txt': 'two\n' } }]],
  roof: [[{ shell: 'cat base.txt left.txt right.txt generated.txt checked.txt locked-*.txt > roof.txt' }]],
};

/** Every file of the integration branch in the end, `readme` of the scratch repository aside. */
export const FILES: Readonly<Record<string, string>> = {
  'base.txt': 'base\n',
  'left.txt': 'left\n',
  'right.txt': 'right\n',
  'generated.txt': 'generated\ntwice\n',
  'checked.txt': 'wrong\nright\n',
  'locked-one.txt': 'one\n',
  'locked-two.txt': 'two\n',
  'roof.txt': 'base\nleft\nright\ngenerated\ntwice\nwrong\nright\none\ntwo\n',
};
