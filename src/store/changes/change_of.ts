import type { Change } from '../../core/changes.ts';

/** The change of one kind. */
export type ChangeOf<Kind extends Change['kind']> = Extract<Change, { readonly kind: Kind }>;
