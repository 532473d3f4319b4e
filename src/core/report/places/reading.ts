import type { Place } from '../../effects/place.ts';
import { shortenLine } from '../shorten.ts';

const MESSAGE_LIMIT = 400;
const PATH_LIMIT = 300;
/** The highest line that is believed. */
const LAST_LINE = 1_000_000;
/** Frames of a Python stack that are kept until its error comes. */
const FRAMES_LIMIT = 50;

/** Where in a file, as digits; an empty column is none. */
type Spot = { readonly path: string; readonly line: string; readonly column?: string };

/** What was read of one command's output so far. */
export class Reading {
  /** Number of the newest stack. */
  stacks: number;
  readonly #places: Place[] = [];
  /** What was said last that reads like an error: frames below it belong to it. */
  #headline = '';
  /** The file whose problems are listed in the lines below. */
  #file: string | null = null;
  /** Frames above their error, the innermost last. */
  #frames: Place[] = [];
  /** The place whose message is the next line. */
  #unsaid: Place | null = null;

  constructor(stacks: number) {
    this.stacks = stacks;
  }

  /** A place with its own message. One that only comments another says nothing. */
  problem(spot: Spot, message: string): void {
    const [, kind = ''] = /^(?:fatal )?(error|warning|note|info|help)\b/i.exec(message) ?? [];
    if (/^(?:note|info|help)$/i.test(kind)) return;
    const bare = /^\w*(?:Error|Exception)$/.test(message) && this.#headline !== '';
    this.#add(spot, bare ? this.#headline : message, { level: /^warning$/i.test(kind) ? 'warning' : 'failure' });
  }

  /** A frame of the stack below the headline. */
  frame(spot: Spot): void {
    const level = /^warning\b/.test(this.#headline) ? 'warning' : 'failure';
    this.#add(spot, this.#headline, { level, stack: this.stacks });
  }

  /** A frame whose error comes after the stack. */
  frameAbove(spot: Spot): void {
    const place = placeOf(spot, '', { level: 'failure' });
    if (place === null) return;
    this.#frames.push(place);
    if (this.#frames.length > FRAMES_LIMIT) this.#frames.shift();
  }

  /** A place that the next line explains. */
  explainedNext(spot: Spot): void {
    this.#unsaid = placeOf(spot, '', { level: 'failure' });
  }

  /** An error in words: of the stack above where one waits for it, else of what follows. */
  saysError(text: string): void {
    if (this.#unsaid !== null) this.#explain(this.#unsaid, text);
    else if (this.#frames.length > 0) this.#settleFrames(text);
    else this.headline(text);
  }

  headline(text: string): void {
    this.#headline = text;
    this.stacks += 1;
  }

  file(path: string): void {
    this.#file = path;
  }

  problemInFile(line: string, column: string, level: Place['level'], message: string): void {
    if (this.#file !== null) this.#add({ path: this.#file, line, column }, message, { level });
  }

  /** A line that names no place. */
  other(line: string): void {
    if (line === '') this.#file = null;
    else if (this.#unsaid !== null) this.#explain(this.#unsaid, line);
    else if (this.#frames.length > 0 && /^\S/.test(line)) this.#settleFrames(line);
  }

  /** All places, in the order they were named. */
  end(): readonly Place[] {
    if (this.#frames.length > 0) this.#settleFrames(this.#headline);
    return this.#places;
  }

  #explain(place: Place, message: string): void {
    this.#places.push({ ...place, message: toMessage(message) });
    this.#unsaid = null;
  }

  /** The error of the frames above has come: the innermost tells most. */
  #settleFrames(error: string): void {
    this.stacks += 1;
    const found = { message: toMessage(error), stack: this.stacks };
    this.#places.push(...this.#frames.toReversed().map((frame) => ({ ...frame, ...found })));
    this.#frames = [];
  }

  #add(spot: Spot, message: string, how: Pick<Place, 'level' | 'stack'>): void {
    const place = placeOf(spot, message, how);
    if (place !== null) this.#places.push(place);
  }
}

function placeOf({ path, line, column = '' }: Spot, message: string, how: Pick<Place, 'level' | 'stack'>) {
  const number = Number(line);
  if (path.length > PATH_LIMIT || !/[./]/.test(path) || number < 1 || number > LAST_LINE) return null;
  return {
    path,
    line: number,
    ...(column === '' ? {} : { column: Number(column) }),
    message: toMessage(message),
    ...how,
  };
}

function toMessage(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line === '' ? 'The command failed here.' : shortenLine(line, MESSAGE_LIMIT);
}
