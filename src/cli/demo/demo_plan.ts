/** The plan of `planwright demo`. Each task takes a second or two; some are meant to fail. */
export const DEMO_PLAN = `# A small book

This plan shows what Planwright does. Its agent is a script, so that it needs no model and no key.

\`\`\`planwright
agent: writer
\`\`\`

## Tasks

### Writing

- [ ] outline: Write the outline
- [ ] opening: Write the opening chapter (after outline)
- [ ] closing: Write the closing chapter (after outline)
- [ ] book: Bind the chapters (after opening, closing)
  - run: sh -c 'cat outline.txt opening.txt closing.txt > book.txt'
- [ ] glossary: Write a glossary in alphabetical order (after outline)
  - verify: sort -c glossary.txt

### Printing

- [ ] cover: Print the cover (locks: press)
  - run: sh -c 'sleep 1; echo A cover > cover.txt'
- [ ] poster: Print the poster (locks: press)
  - run: sh -c 'sleep 1; echo A poster > poster.txt'

### Bound to fail

- [ ] audiobook: Record the audiobook (timeout: 2s; retries: 0)
  - run: sleep 60
- [ ] translation: Translate the book (retries: 1)
  - run: sh -c 'echo no translator is at hand >&2; exit 3'
- [ ] edition: Publish the translation (after translation)
  - run: sh -c 'echo An edition > edition.txt'
`;
