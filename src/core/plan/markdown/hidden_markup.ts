/** What begins a comment, an instruction, a declaration, a tag or the target of a link: GitHub shows none of it. */
const HIDDEN = /<!(?:--|[A-Za-z]|\[CDATA\[)|<\?|<\/?[A-Za-z][A-Za-z0-9-]*[\s/>]|\]\(/g;
const TAG = /^<[/A-Za-z]/;

/** An address in angle brackets may hold a backtick, which then begins no code. */
const ADDRESS = /<[^\s<>`]*`[^\s<>]*>/g;

/** A line that begins HTML, whether it ends or not, or that says where a link leads. */
const HIDING_LINE = /^[ \t]*(?:<[!?/A-Za-z]|\[[^\]]+\]:)/;

/** Where one paragraph of source text begins to hold what nobody sees who reads the page, as offsets in it. What stands in code is seen. */
export function hiddenMarkup(paragraph: string): readonly number[] {
  const text = withoutCode(paragraph);
  const lastEnd = text.lastIndexOf('>');
  const markup = [...text.matchAll(HIDDEN)].filter(({ 0: sign, index }) => !TAG.test(sign) || lastEnd > index);
  return [...markup, ...paragraph.matchAll(ADDRESS)].map(({ index }) => index).sort((left, right) => left - right);
}

/** The lines of a text, from 0, in which something begins that nobody sees who reads the page. */
export function hidingLines(text: string): ReadonlySet<number> {
  const found = new Set<number>();
  let paragraph: string[] = [];
  for (const [at, line] of [...text.split('\n'), ''].entries()) {
    // Code does not go on over a blank line.
    if (!/^[\s>]*$/.test(line)) {
      paragraph.push(line);
      continue;
    }
    for (const index of hidingInParagraph(paragraph)) found.add(at - paragraph.length + index);
    paragraph = [];
  }
  return found;
}

function hidingInParagraph(lines: readonly string[]): readonly number[] {
  const text = lines.join('\n');
  let line = 0;
  let at = 0;
  const ofMarkup = hiddenMarkup(text).map((offset) => {
    for (; at < offset; at++) if (text[at] === '\n') line += 1;
    return line;
  });
  return [...ofMarkup, ...lines.flatMap((own, index) => (HIDING_LINE.test(own) ? [index] : []))];
}

/** The text with a filler for what is escaped or in code (sections 2.4 and 6.1 of CommonMark 0.31); lines and offsets stay. */
export function withoutCode(paragraph: string): string {
  const runs = new Map<number, number[]>();
  for (const { 0: run, index } of [...paragraph.matchAll(/`+/g)].reverse()) {
    const same = runs.get(run.length);
    if (same) same.push(index);
    else runs.set(run.length, [index]);
  }
  let text = '';
  let at = 0;
  for (const sign = /[\\`]/g; ; ) {
    sign.lastIndex = at;
    const next = sign.exec(paragraph)?.index;
    if (next === undefined) return text + paragraph.slice(at);
    const end = paragraph[next] === '\\' ? next + 2 : codeEnd(paragraph, next, runs);
    text += paragraph.slice(at, next) + paragraph.slice(next, end).replace(/[^\n]/g, '.');
    at = end;
  }
}

/** Where the code ends that begins here, or the backticks that begin none. `runs`: where those of each length stand, the last first. */
function codeEnd(text: string, at: number, runs: ReadonlyMap<number, number[]>): number {
  const run = /`+/y;
  run.lastIndex = at;
  const length = run.exec(text)?.[0].length ?? 1;
  const same = runs.get(length) ?? [];
  while ((same.at(-1) ?? Number.POSITIVE_INFINITY) <= at) same.pop();
  const closing = same.at(-1);
  return closing === undefined ? at + length : closing + length;
}
