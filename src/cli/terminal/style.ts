import { styleText } from 'node:util';

/** How a piece of text is meant. */
export type Tone = 'good' | 'bad' | 'busy' | 'faint' | 'strong' | 'plain';

/** Colours text by its tone, or leaves it as it is. */
export type Style = (tone: Tone, text: string) => string;

const formats = { good: 'green', bad: 'red', busy: 'cyan', faint: 'dim', strong: 'bold' } as const;

/** No colours. */
export const plainStyle: Style = (_tone, text) => text;

/** Colours by the codes that every terminal knows. */
export const colourStyle: Style = (tone, text) =>
  tone === 'plain' || text === '' ? text : styleText(formats[tone], text, { validateStream: false });

/** Colours only on a terminal that can, and never with `NO_COLOR` (https://no-color.org) or `TERM=dumb`. */
export function styleFor(
  stream: { readonly isTTY?: boolean },
  variables: Readonly<Record<string, string | undefined>>,
): Style {
  const wanted = stream.isTTY === true && !variables.NO_COLOR && variables.TERM !== 'dumb';
  return wanted ? colourStyle : plainStyle;
}
