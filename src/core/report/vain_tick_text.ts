import type { ChangedSinceShown, VainTick } from '../effects/vain_tick.ts';
import { counted } from '../text/counted.ts';
import { code } from '../text/fence.ts';
import { inlineText } from './inline_text.ts';

const LOGIN_LIMIT = 60;
const NAMED_AT_MOST = 10;

/** That a tick approved nothing, why, and what is different from what was shown then. */
export function vainTickText({ by, why, editedBy, changed }: VainTick): string {
  const because = `**The tick of ${inlineText(by, LOGIN_LIMIT)} approved nothing: ${reason(why, editedBy)}.**`;
  const what = changed === null ? '' : changedText(changed);
  return what === '' ? because : `${because} ${what}`;
}

function reason(why: VainTick['why'], editedBy: string | null): string {
  switch (why) {
    case 'edited':
      return editedBy === null
        ? 'the issue was edited after I had shown it'
        : `${inlineText(editedBy, LOGIN_LIMIT)} edited the issue after I had shown it, and may not command here`;
    case 'outdated':
      return editedBy === null
        ? 'the issue was edited after the plan was made of it'
        : `${inlineText(editedBy, LOGIN_LIMIT)} edited the issue after the plan was made of it, and may not command here`;
    case 'unseen':
      return 'it was edited just before, and I had not shown that yet';
    case 'other':
      return 'the box was of an earlier version';
    default:
      return why satisfies never;
  }
}

function changedText({ added, changed, removed, settings, around }: ChangedSinceShown): string {
  const parts = [
    ...changed.slice(0, NAMED_AT_MOST).map(({ id, what }) => `${code(id)} (${what.join(', ')})`),
    ...more(changed.length),
    ...named('added', added),
    ...named('removed', removed),
    ...named(settings.length === 1 ? 'the setting' : 'the settings', settings),
    ...(around ? ['the text around the tasks'] : []),
  ];
  return parts.length === 0 ? '' : `Changed since: ${parts.join('; ')}.`;
}

function named(how: string, keys: readonly string[]): readonly string[] {
  if (keys.length === 0) return [];
  return [`${how} ${[...keys.slice(0, NAMED_AT_MOST).map(code), ...more(keys.length)].join(', ')}`];
}

function more(count: number): readonly string[] {
  return count > NAMED_AT_MOST ? [`and ${counted(count - NAMED_AT_MOST, 'other')}`] : [];
}
