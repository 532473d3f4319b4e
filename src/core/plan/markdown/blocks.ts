/** A top-level block of a plan, as far as the plan's grammar tells blocks apart. */
export type Block =
  | {
      readonly kind: 'heading';
      /** 1 to 6; a bold line counts as 7. */
      readonly level: number;
      readonly text: string;
      readonly span: Span;
    }
  | { readonly kind: 'item'; readonly item: Item; readonly span: Span }
  /** A fenced block whose language is `planwright`. */
  | { readonly kind: 'settings'; readonly yaml: string; readonly span: Span }
  | { readonly kind: 'text'; readonly span: Span };

/** Lines of the document, 0-based, `end` exclusive. */
export type Span = { readonly start: number; readonly end: number };

/** A list item, at any depth. Texts are source text without the indentation of the containers. */
export type Item = {
  /** 1-based. */
  readonly line: number;
  readonly box: 'none' | 'open' | 'ticked';
  /** Columns before the list marker. */
  readonly indent: number;
  /** The first line without marker and box. */
  readonly head: string;
  readonly parts: readonly ItemPart[];
  /** The whole item with its marker. */
  readonly source: string;
};

/** What stands below the first line of an item. */
export type ItemPart =
  | { readonly kind: 'text'; readonly text: string; readonly line: number }
  /** Lines of a code block, without its fences. */
  | { readonly kind: 'code'; readonly text: string; readonly code: string; readonly line: number }
  | { readonly kind: 'item'; readonly item: Item };
