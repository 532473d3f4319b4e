/** A piece of a line: its text without escape sequences, and the same as it is written. */
export type PaintedLine = {
  /** Columns it takes. */
  readonly width: number;
  readonly text: string;
};

/** Where frames are painted. */
export type PaintSurface = { readonly columns?: number; readonly write: (text: string) => unknown };

/** Terminals that know it show what is between the two at once, so that no half-painted frame is seen. */
const BEGIN_SYNCHRONIZED = '\u001b[?2026h';
const END_SYNCHRONIZED = '\u001b[?2026l';
const HIDE_CURSOR = '\u001b[?25l';
const SHOW_CURSOR = '\u001b[?25h';
const ERASE_TO_LINE_END = '\u001b[K';
const ERASE_BELOW = '\u001b[J';

/**
 * Paints a block of lines again and again in place, with lasting lines scrolling up above it.
 *
 * Each frame overwrites the one before and erases only what is left over. A terminal that became narrower has wrapped
 * the old frame: its height is counted anew at the width of now.
 */
export class LivePainter {
  readonly #surface: PaintSurface;
  #painted: readonly PaintedLine[] = [];
  #last = '';

  constructor(surface: PaintSurface) {
    this.#surface = surface;
  }

  /** Writes `lasting` for good and `live` below it, in place of the frame before. */
  paint(lasting: readonly PaintedLine[], live: readonly PaintedLine[]): void {
    const body = [...lasting, ...live].map((line) => `${line.text}${ERASE_TO_LINE_END}\n`).join('');
    const up = this.#height();
    const frame = `${HIDE_CURSOR}${up > 0 ? `\u001b[${up}A` : ''}\r${body}${ERASE_BELOW}`;
    if (lasting.length === 0 && frame === this.#last) return;
    this.#surface.write(`${BEGIN_SYNCHRONIZED}${frame}${END_SYNCHRONIZED}`);
    this.#painted = live;
    this.#last = frame;
  }

  /** Takes the block away and shows the cursor again. */
  end(): void {
    const up = this.#height();
    this.#surface.write(`${up > 0 ? `\u001b[${up}A` : ''}\r${ERASE_BELOW}${SHOW_CURSOR}`);
    this.#painted = [];
    this.#last = '';
  }

  #height(): number {
    const columns = Math.max(1, this.#surface.columns ?? 80);
    return this.#painted.reduce((rows, line) => rows + Math.max(1, Math.ceil(line.width / columns)), 0);
  }
}
