import { type Target, type Then, TRIGGERS, type Trigger, type When } from './rule.ts';
import { Words } from './words-of.ts';

const WITHOUT_WHAT: readonly Trigger[] = ['call', 'return', 'start', 'crash', 'rule'];
const KEYWORDS = ['from', 'to', 'at', 'after'];

/** Longer than any run. */
const EVER_US = 3_600_000_000;

/** `[every] TRIGGER [WHAT] [from P] [to P] [at P] [#N] [xN] [after rule N]` @throws RuleError */
export function whenParts(text: string): When {
  const words = new Words('when', text);
  const every = words.takes('every');
  const on = TRIGGERS.find((trigger) => trigger === words.peek());
  if (on === undefined) return words.refuse(`a trigger is one of ${TRIGGERS.join(', ')}`);
  words.next();
  const when: { -readonly [K in keyof When]: When[K] } = { on, ...(every ? { nth: 'every' as const } : {}) };
  if (on === 'rule') when.rule = words.whole('the number of a rule');
  const what: string[] = [];
  while (!words.done && !isKeyword(words.peek())) {
    if (WITHOUT_WHAT.includes(on)) words.refuse(`nothing more belongs to ${on}`);
    if (words.peek().includes('#')) words.refuse('#N stands by itself, with a number from 1 to 999999999');
    what.push(words.next());
  }
  if (what.length > 0 && what.join(' ') !== '*') when.what = what.join(' ');
  while (!words.done) {
    const word = words.peek();
    if (words.takes('from')) when.from = words.process('"from"');
    else if (words.takes('to')) when.to = words.process('"to"');
    else if (words.takes('at')) when.process = words.process('"at"');
    else if (words.takes('after')) {
      if (!words.takes('rule')) words.refuse('after is followed by "rule" and its number');
      when.after = words.whole('the number of a rule');
    } else if (every && /^[#x]\d/.test(word)) {
      words.refuse('every time is no n-th time: without "every", #N and xN say which');
    } else if (/^#\d{1,9}$/.test(word)) {
      when.nth = Number(words.next().slice(1));
    } else if (/^x\d{1,9}$/.test(word)) {
      when.times = Number(words.next().slice(1));
    } else words.refuse('from, to, at, after, #N or xN is expected');
  }
  return when;
}

const isKeyword = (word: string): boolean => KEYWORDS.includes(word) || /^[#x]\d+$/.test(word);

/** `crash [WHOM] [before|amid|after] [losing] [in T]` and the like. @throws RuleError */
export function thenParts(text: string): Then {
  const words = new Words('then', text);
  const then = actOf(words);
  if (!words.done) words.refuse('nothing more is expected');
  return then;
}

function actOf(words: Words): Then {
  const name = words.peek();
  switch (name) {
    case 'crash': {
      words.next();
      const at = targetOf(words);
      const moment = (['before', 'amid', 'after'] as const).find((each) => words.takes(each));
      const losing = words.takes('losing');
      return {
        do: name,
        ...at,
        ...(moment === undefined ? {} : { moment }),
        ...(losing ? { losing } : {}),
        ...laterOf(words),
      };
    }
    case 'wipe':
      words.next();
      return { do: name, ...targetOf(words), ...laterOf(words) };
    case 'pause':
      words.next();
      return { do: name, ...targetOf(words), forUs: lengthOf(words), ...laterOf(words) };
    case 'cut': {
      words.next();
      const at = targetOf(words);
      const way = (['both', 'in', 'out'] as const).find(
        (each) => words.peek() === each && !words.isTime(1) && words.takes(each),
      );
      return {
        do: name,
        ...at,
        ...(way === undefined ? {} : { way }),
        forUs: lengthOf(words),
        ...laterOf(words),
      };
    }
    case 'slow-disk': {
      words.next();
      const at = targetOf(words);
      if (!words.takes('by')) words.refuse('"by" and a factor are expected');
      return {
        do: name,
        ...at,
        factor: words.whole('the factor'),
        forUs: lengthOf(words),
        ...laterOf(words),
      };
    }
    case 'jump-clock': {
      words.next();
      const at = targetOf(words);
      if (!words.takes('by')) words.refuse('"by" and a time are expected');
      return { do: name, ...at, byUs: words.time('"by"'), ...laterOf(words) };
    }
    case 'hold':
      words.next();
      return { do: name, ...holdOf(words) };
    case 'lose':
      words.next();
      return { do: name };
    case 'copy':
      words.next();
      words.takes('in');
      return { do: name, inUs: words.time('"copy"') };
    case 'release':
      words.next();
      if (!words.takes('rule')) words.refuse('"rule" and its number are expected');
      return { do: name, rule: words.whole('the number of a rule') };
    default:
      return words.refuse(
        'an action is one of crash, wipe, pause, cut, slow-disk, jump-clock, hold, lose, copy, release',
      );
  }
}

function holdOf(words: Words): { forUs: number; until?: number } {
  words.takes('for');
  const forUs = words.isTime() ? words.time('"hold"') : EVER_US;
  if (!words.takes('until')) {
    if (forUs === EVER_US) words.refuse('"hold" needs a time such as 2s, or "until rule" and its number');
    return { forUs };
  }
  if (!words.takes('rule')) words.refuse('"until" is followed by "rule" and its number');
  return { forUs, until: words.whole('the number of a rule') };
}

function targetOf(words: Words): { at?: Target } {
  const word = words.peek();
  if (word === 'it' || word === 'sender' || word === 'receiver') {
    words.next();
    return { at: word };
  }
  if (word === 'replica' || word === 'client' || /^\d+$/.test(word))
    return { at: words.process('an action') };
  return {};
}

function lengthOf(words: Words): number {
  words.takes('for');
  return words.time('"for"');
}

function laterOf(words: Words): { inUs?: number } {
  return words.takes('in') ? { inUs: words.time('"in"') } : {};
}
