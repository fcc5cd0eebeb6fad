import type { Sequence } from '../../chance/streams.ts';
import type { Draft } from '../fault-class.ts';
import type { Rule, Then, Trigger, When } from './rule.ts';
import type { Vocabulary, Word } from './vocabulary.ts';

const MS = 1000;

/** Rehearsals vary: an event that occurs this often in them occurs at least once in most runs. */
const OFTEN = 4;

/** Maximum n for rules that wait for the n-th occurrence, also limited by the count per run. */
const NTH_MAX = 60;

type Family = 'message' | 'label' | 'point' | 'probe' | 'disk' | 'client' | 'rule';

/** Weights in percent. */
const FAMILIES: readonly (readonly [Family, number])[] = [
  ['message', 48],
  ['label', 20],
  ['disk', 12],
  ['point', 8],
  ['probe', 6],
  ['client', 3],
  ['rule', 3],
];

/** Draws one to four rules; none if the rehearsal met nothing. */
export function drawRules(s: Sequence, { replicas, vocabulary }: Draft): readonly Rule[] {
  const known = vocabulary?.();
  if (known === undefined) return [];
  const rules: Rule[] = [];
  const count = s.pick([1, 2, 2, 3, 3, 4]);
  while (rules.length < count) {
    const rule = drawRule(s, known, replicas, rules.length, count);
    if (rule === undefined) break;
    rules.push(rule);
  }
  return rules;
}

function drawRule(
  s: Sequence,
  known: Vocabulary,
  replicas: number,
  earlier: number,
  count: number,
): Rule | undefined {
  const family = drawFamily(s, known, earlier);
  const when = drawWhen(s, family, known, replicas, earlier);
  if (when === undefined) return undefined;
  const then = drawThen(s, family, earlier + 1, count);
  return { when, then };
}

function drawFamily(s: Sequence, known: Vocabulary, earlier: number): Family {
  let left = s.below(100);
  let family: Family = 'message';
  for (const [each, share] of FAMILIES) {
    family = each;
    left -= share;
    if (left < 0) break;
  }
  const words = wordsOf(family, known);
  if (family === 'rule' && earlier === 0) return 'message';
  return words !== undefined && words.length === 0 ? 'message' : family;
}

function wordsOf(family: Family, known: Vocabulary): readonly Word[] | undefined {
  switch (family) {
    case 'message':
      return known.messages;
    case 'label':
      return known.labels;
    case 'point':
      return known.points;
    case 'probe':
      return known.probes;
    case 'disk':
      return known.requests;
    case 'client':
    case 'rule':
      return undefined;
  }
}

function drawWhen(
  s: Sequence,
  family: Family,
  known: Vocabulary,
  replicas: number,
  earlier: number,
): When | undefined {
  const on = triggerOf(s, family);
  const words = wordsOf(family, known);
  const word = words === undefined || words.length === 0 ? undefined : s.pick(words);
  if (words !== undefined && word === undefined) return undefined;
  const after = earlier > 0 && s.percent(25) ? { after: 1 + s.below(earlier) } : {};
  if (family === 'rule') return { on, rule: 1 + s.below(earlier) };
  const place =
    family === 'message' ? drawLink(s, replicas) : s.percent(20) ? { process: s.below(replicas) } : {};
  const perRun = (word?.[1] ?? 20) / replicas ** Object.keys(place).length;
  const nth = s.logBetween(1, Math.max(1, Math.min(NTH_MAX, Math.floor(perRun / OFTEN))));
  const times = family === 'message' && s.percent(30) ? { times: s.logBetween(2, 12) } : {};
  return {
    on,
    ...(word === undefined ? {} : { what: word[0] }),
    ...(family === 'client' ? {} : place),
    ...(nth === 1 ? {} : { nth }),
    ...times,
    ...after,
  };
}

function triggerOf(s: Sequence, family: Family): Trigger {
  switch (family) {
    case 'message':
      return s.pick(['deliver', 'deliver', 'send']);
    case 'disk':
      return s.pick(['issue', 'complete']);
    case 'client':
      return s.pick(['call', 'return']);
    case 'label':
    case 'point':
    case 'probe':
    case 'rule':
      return family;
  }
}

function drawLink(s: Sequence, replicas: number): Pick<When, 'from' | 'to'> {
  switch (s.below(8)) {
    case 0:
      return { from: s.below(replicas) };
    case 1:
      return { to: s.below(replicas) };
    case 2:
      return { from: s.below(replicas), to: s.below(replicas) };
    default:
      return {};
  }
}

/** `own` is the number of the rule, out of `count`. */
function drawThen(s: Sequence, family: Family, own: number, count: number): Then {
  if (family === 'message' && s.percent(55)) return drawMessageAct(s, own, count);
  const at = family === 'message' ? s.pick(['sender', 'receiver'] as const) : ('it' as const);
  const inUs = s.percent(25) ? { inUs: s.logBetween(100, 50 * MS) } : {};
  switch (s.below(family === 'disk' ? 6 : 10)) {
    case 0:
    case 1:
    case 2:
      return {
        do: 'crash',
        at,
        moment: s.pick(['before', 'amid', 'after'] as const),
        ...(s.percent(40) ? { losing: true } : {}),
        ...inUs,
      };
    case 3:
      return { do: 'pause', at, forUs: s.logBetween(10 * MS, 2000 * MS), ...inUs };
    case 4:
      return { do: 'wipe', at, ...inUs };
    case 5:
      return {
        do: 'slow-disk',
        at,
        factor: s.logBetween(10, 1000),
        forUs: s.logBetween(20 * MS, 1000 * MS),
        ...inUs,
      };
    default:
      return {
        do: 'cut',
        at,
        way: s.pick(['both', 'both', 'both', 'in', 'out'] as const),
        forUs: s.logBetween(30 * MS, 2000 * MS),
        ...inUs,
      };
  }
}

function drawMessageAct(s: Sequence, own: number, count: number): Then {
  switch (s.below(6)) {
    case 0:
      return { do: 'lose' };
    case 1:
    case 2:
      return { do: 'copy', inUs: s.logBetween(20 * MS, 3000 * MS) };
    default: {
      const others = Array.from({ length: count }, (_, i) => i + 1).filter((n) => n !== own);
      const until = others.length > 0 && s.percent(50) ? { until: s.pick(others) } : {};
      return { do: 'hold', forUs: s.logBetween(20 * MS, 3000 * MS), ...until };
    }
  }
}
