/** What comes of each kind of effect, once it was sent. */

export { answerBegin } from './answer_begin.ts';
export { answerMerge } from './answer_merge.ts';
export { answerOffer } from './answer_offer.ts';
export { answerPublish } from './answer_publish.ts';
export { answerRestore } from './answer_restore.ts';
export { answerShown } from './answer_shown.ts';
export { effectIsWanted } from './effect_is_wanted.ts';
export type { Sent } from './sent.ts';
