/** Longer words say something, whatever they begin with. */
const CHARACTERS = 200;
const SELF =
  "(?:(?:i|we)(?:['’](?:ll|m|re|d|ve))?(?: (?:will|am|are|have to|need to|would|want to|can|should))?(?: (?:just|first|also|still|now))*\\s+|let (?:me|us) |let['’]s |will |still |just |currently )?";
const BEGINNINGS = [
  `${SELF}(?:looking (?:at|into)|look (?:at|into)|taking a look|take a(?:nother)? look|have a look|check(?:ing)? (?:it|this|that|with|on|the|and|again|tomorrow|later|first)|think(?:ing)? (?:about|on|it)|get(?:ting)? back|come back|answer|reply|respond|discuss(?:ing)?|investigat(?:e|ing)|ask(?:ing)? (?:the|my|our|around|@))\\b`,
  "(?:i['’]?m |i am )?(?:not (?:quite )?sure|unsure|no idea)\\b",
  "(?:i )?(?:don['’]?t|do not) know\\b",
  '(?:hold on|wait|hmm+|one (?:moment|sec(?:ond)?)|give me|bear with|on it|noted|got it|ack|good question|interesting)\\b',
  '(?:ok(?:ay)?|thanks|thank you|thx)[\\s.!,]*$',
  '(?:ich )?(?:schaue?|sehe|gucke|kümmere|melde|prüfe|kläre|überlege)\\b',
  '(?:je |on )(?:regarde|vais|vérifie|reviens|réfléchis)\\b',
  '(?:lo |la )?(?:miro|veo|reviso|voy a)\\b',
  '(?:(?:tomorrow|later|soon|tonight|next week|morgen|später|demain|mañana|domani|amanhã)[\\s.!,]*)$',
].map((each) => new RegExp(`^${each}`, 'iu'));

/** What is said about a question right behind its number: "Q1 is a good question". */
const ABOUT_IT =
  /^(?:is|was|seems|sounds|looks like) (?:(?:a|an|the|one|still|really|very|quite|not) )*(?:good|great|hard|tough|tricky|interesting|important|open|difficult|unclear|for|with|on|up to|something|mine)\b/iu;
/** Behind the number of a question these answer it. */
const AGREEING = /^(?:ok(?:ay)?|got it|noted)[\s.!,]*$/iu;
/** Behind the number of a question this tells whoever asked where to look: "Look at the imports first". */
const ORDER = /^(?:look (?:at|into)|investigate|discuss|think about)\s+(?!(?:it|this|that|them)\b)\S/iu;

/**
 * Whether words behind the number of a question put an answer off, ask back, or are about the question, so that whoever wrote them is
 * asked what they mean.
 */
export function putsOffNamed(said: string): boolean {
  const words = said.trim();
  if (/[?？]$/u.test(words)) return true;
  if (AGREEING.test(words) || ORDER.test(words)) return false;
  return putsOff(words) || (words.length <= CHARACTERS && ABOUT_IT.test(words));
}

/**
 * Whether words below a quote put an answer off ("Looking at it tomorrow"), or ask back, and so are no answer. Whoever means them as
 * one writes the command.
 */
export function putsOff(said: string): boolean {
  const words = said.trim();
  if (words.length > CHARACTERS) return false;
  return /[?？]$/u.test(words) || BEGINNINGS.some((beginning) => beginning.test(words));
}
