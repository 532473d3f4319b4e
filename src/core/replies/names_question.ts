/** What a quote can name. */
export type NamedQuestion = { readonly n: number; readonly text: string };

/** Fewer characters of a question's own text name it only by chance. */
const CHARACTERS_AT_LEAST = 12;
/** More of a quote is not compared. */
const LINES = 200;

/**
 * The number of the question that quoted lines name: by `Q3` at the beginning of a line, as its comment has it, anywhere, or by its
 * own words. null: none, or more than one.
 */
export function namedByQuote(quoted: readonly string[], questions: readonly NamedQuestion[]): number | null {
  const lines = quoted.slice(0, LINES).map((line) => line.slice(0, 4_000));
  const known = new Set(questions.map(({ n }) => n));
  const numbers = (pattern: RegExp): ReadonlySet<number> =>
    new Set(lines.flatMap((line) => [...line.matchAll(pattern)].map(([, n]) => Number(n))).filter((n) => known.has(n)));
  return (
    only(numbers(/^[*_`#\s]{0,8}Q(\d{1,6})\b(?!\s{0,3}(?:,|&|and|or|und|et|y)\s{0,3}Q\d)/gi)) ??
    only(numbers(/\bQ(\d{1,6})\b/gi)) ??
    only(byWords(lines, questions))
  );
}

function byWords(lines: readonly string[], questions: readonly NamedQuestion[]): ReadonlySet<number> {
  const quotes = lines.map(plain).filter((line) => line.length >= CHARACTERS_AT_LEAST);
  const whole = quotes.join(' ');
  const named = questions.filter(({ text }) => {
    const asked = plain(text);
    const isWhole = asked.length >= CHARACTERS_AT_LEAST && whole.includes(asked);
    return isWhole || quotes.some((quote) => asked.includes(quote));
  });
  return new Set(named.map(({ n }) => n));
}

function plain(text: string): string {
  return text
    .replace(/[*_`>\\]/g, '')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase();
}

function only(numbers: ReadonlySet<number>): number | null {
  const [first, ...others] = numbers;
  return first !== undefined && others.length === 0 ? first : null;
}
