/** What people write around an option that they copy: marks of lists and boxes, of emphasis, code and quotation. */
const BEFORE = /^(?:[-*+]\s+)?(?:\[[ xX]?\]\s*)?[*_`"'“”„«»‘’(]*/;
const AFTER = /[*_`"'“”„«»‘’)\s.,;:!]*$/;
/** What may follow an option without changing it. */
const COURTESY =
  /^(.+?)[\s,.;:!–—-]+(?:(?:many )?thanks|thank you|thx|please|pls|for now|bitte|danke|merci|s'il (?:te|vous) plaît|por favor|gracias|per favore|grazie|obrigad[oa]|tack)(?: (?:a lot|so much|you|very much|schön|sehr|beaucoup|mil))?[\s.!]*$/iu;
/** Longer words are no option with something around it. */
const CHARACTERS = 400;

/**
 * The option that somebody's words are: by its text, whatever its case and whatever marks and thanks stand around it, or by its
 * number from 1. null: they are words of their own.
 */
export function optionMeant(options: readonly string[], said: string): string | null {
  const words = said.trim();
  if (words === '' || words.length > CHARACTERS) return null;
  const exactly = options.find((option) => option.toLowerCase() === words.toLowerCase());
  if (exactly !== undefined) return exactly;
  const bare = withoutMarks(words);
  const without = COURTESY.exec(words)?.[1];
  for (const each of [bare, without === undefined ? '' : withoutMarks(without)]) {
    const byText = options.find((option) => withoutMarks(option) === each && each !== '');
    if (byText !== undefined) return byText;
    const number = /^(?:option |#|nr\.? ?|no\.? ?)?(\d{1,3})$/.exec(each)?.[1];
    const byNumber = number === undefined ? undefined : options[Number(number) - 1];
    if (byNumber !== undefined) return byNumber;
  }
  return null;
}

/** Whether words begin with an option that punctuation parts from what follows. */
export function beginsWithOption(options: readonly string[], said: string): boolean {
  const line = (said.trim().split('\n', 1)[0] ?? '').slice(0, CHARACTERS).replace(BEFORE, '').toLowerCase();
  return options.some((option) => {
    const begin = withoutMarks(option);
    return (
      begin !== '' &&
      line.startsWith(begin) &&
      /^[*_`"'“”»‘’)]*(?:[.,;:!]|\s+[–—-]\s|\s*$)/.test(line.slice(begin.length))
    );
  });
}

function withoutMarks(words: string): string {
  return words.replace(BEFORE, '').replace(AFTER, '').replace(/\s+/g, ' ').toLowerCase();
}
