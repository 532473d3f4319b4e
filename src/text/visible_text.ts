/** What a text shows, and how much in it nobody sees who reads it on GitHub. */
export type VisibleText = {
  readonly text: string;
  /** HTML comments that were left out. */
  readonly comments: number;
  /** Characters without width, or that turn the direction of what follows, that were left out. */
  readonly characters: number;
};

/**
 * Controls, and what Unicode says shows nothing by itself (joiners, marks of direction, tags, fillers). A joiner within an
 * emoji, and the selector that makes a sign one, are part of what is seen.
 */
const INVISIBLE =
  /(?<!\p{Extended_Pictographic}\uFE0F?)\u200D|\u200D(?!\p{Extended_Pictographic})|(?![\u200D\uFE0F])\p{Default_Ignorable_Code_Point}|[\u200B\uFEFF]|[^\P{Cc}\n\r\t]/gu;

/** The line that opens or closes a code block. */
const FENCE = /^ {0,3}(`{3,}|~{3,})/;

/** Markdown without what a reader of the rendered page does not see. What stands in code is seen, and stays as it is. */
export function visibleText(markdown: string): VisibleText {
  let characters = 0;
  const plain = markdown.replace(INVISIBLE, () => {
    characters += 1;
    return '';
  });
  const { text, begun } = withoutComments(plain);
  return { text, comments: begun.reduce((sum, { comments }) => sum + comments, 0), characters };
}

/** A text without the characters that nobody sees, wherever it is shown. */
export function withoutInvisible(text: string): string {
  return text.replace(INVISIBLE, '');
}

/** How many characters of a text nobody sees, wherever it is shown. */
export function invisibleCharacters(text: string): number {
  return text.match(INVISIBLE)?.length ?? 0;
}

/** Where a text holds what nobody sees, by lines that count from 1. */
export function hiddenPlaces(markdown: string): readonly ({ readonly line: number } & Omit<VisibleText, 'text'>)[] {
  const lines = markdown.split('\n');
  const characters = lines.map(invisibleCharacters);
  const { begun } = withoutComments(markdown.replace(INVISIBLE, ''));
  const comments = new Map(begun.map((place) => [place.line, place.comments]));
  return lines.flatMap((_, index) => {
    const place = { line: index + 1, comments: comments.get(index + 1) ?? 0, characters: characters[index] ?? 0 };
    return place.comments + place.characters === 0 ? [] : [place];
  });
}

/** How many comments begin in a line. */
type Begun = { readonly line: number; readonly comments: number };

/** Walks over the lines once: those of code blocks are kept, the others cleared of comments, which may go over several. */
function withoutComments(markdown: string): { readonly text: string; readonly begun: readonly Begun[] } {
  const lines = markdown.split('\n');
  const endsBelow = endsInParagraphBelow(lines);
  const kept: string[] = [];
  const begun: Begun[] = [];
  let fence: string | null = null;
  let within = false;
  for (const [index, line] of lines.entries()) {
    const marker: string | undefined = within ? undefined : FENCE.exec(line)?.[1];
    if (fence !== null || marker !== undefined) {
      kept.push(line);
      if (fence === null) fence = marker ?? null;
      else if (marker?.startsWith(fence) && line.trim() === marker) fence = null;
      continue;
    }
    const read = readLine(line, within, endsBelow[index] ?? false);
    if (read.comments > 0) begun.push({ line: index + 1, comments: read.comments });
    within = read.within;
    // A line that held nothing but a comment goes with it.
    if (read.text.trim() !== '' || line.trim() === '') kept.push(read.text);
  }
  return { text: kept.join('\n'), begun };
}

/** For each line whether a comment could end on a later line of its paragraph. */
function endsInParagraphBelow(lines: readonly string[]): readonly boolean[] {
  const below: boolean[] = [];
  let ends = false;
  for (const line of lines.toReversed()) {
    below.push(ends);
    ends = line.trim() !== '' && (ends || line.includes('-->'));
  }
  return below.reverse();
}

type Line = { readonly text: string; readonly comments: number; readonly within: boolean };

/** A comment that begins a line goes on to its end, or to the text's; one within a line only as far as its paragraph. */
function readLine(line: string, startsWithin: boolean, endsBelow: boolean): Line {
  let text = '';
  let comments = 0;
  let within = startsWithin;
  let at = 0;
  while (at < line.length) {
    if (within) {
      const end = line.indexOf('-->', at);
      if (end === -1) return { text, comments, within };
      at = end + 3;
      within = false;
      continue;
    }
    const next = line.slice(at).search(/`|<!--/);
    if (next === -1) return { text: text + line.slice(at), comments, within };
    text += line.slice(at, at + next);
    at += next;
    if (line[at] === '`') {
      const end = codeSpanEnd(line, at);
      text += line.slice(at, end);
      at = end;
    } else if (/^ {0,3}$/.test(line.slice(0, at)) || endsBelow || line.includes('-->', at)) {
      comments += 1;
      within = true;
      at += '<!--'.length;
    } else {
      return { text: text + line.slice(at), comments, within };
    }
  }
  return { text, comments, within };
}

/** Where the span of code, or the run of backticks that begins none, ends. */
function codeSpanEnd(line: string, at: number): number {
  const runs = /`+/g;
  runs.lastIndex = at;
  const opening = runs.exec(line)?.[0].length ?? 1;
  for (let next = runs.exec(line); next !== null; next = runs.exec(line)) {
    if (next[0].length === opening) return runs.lastIndex;
  }
  return at + opening;
}
