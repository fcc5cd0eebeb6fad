import { duration } from '../../words/units.ts';
import type { Rule, Target, Then, When } from './rule.ts';

/** Time in the format of the command line: `2s`, `1.41s`, `40ms`, `137.971ms`, `300us`. */
export function timeText(us: number): string {
  const size = Math.abs(us);
  if (size >= 1_000_000) return `${us / 1_000_000}s`;
  return size >= 1000 ? `${us / 1000}ms` : `${us}us`;
}

const placed = (word: string, process: number | undefined): string =>
  process === undefined ? '' : ` ${word} ${process}`;

/** Trigger in the format of `--when`: `deliver StartView to 0 #2`. */
export function whenText({ on, what, from, to, process, nth, times, rule, after }: When): string {
  return [
    nth === 'every' ? 'every ' : '',
    on,
    what === undefined
      ? ''
      : ` ${what.includes(' ') && on !== 'issue' && on !== 'complete' ? `"${what}"` : what}`,
    placed('from', from),
    placed('to', to),
    placed('at', process),
    rule === undefined ? '' : ` ${rule}`,
    typeof nth === 'number' && nth > 1 ? ` #${nth}` : '',
    times === undefined || times === 1 ? '' : ` x${times}`,
    after === undefined ? '' : ` after rule ${after}`,
  ].join('');
}

const struck = (at: Target | undefined): string => (at === undefined || at === 'it' ? '' : ` ${at}`);

/** Action in the format of `--then`: `hold 2s`. */
export function thenText(then: Then): string {
  const later =
    'inUs' in then && then.do !== 'copy' && then.inUs !== undefined ? ` in ${timeText(then.inUs)}` : '';
  switch (then.do) {
    case 'crash': {
      const moment = then.moment === undefined || then.moment === 'after' ? '' : ` ${then.moment}`;
      return `crash${struck(then.at)}${moment}${then.losing === true ? ' losing' : ''}${later}`;
    }
    case 'wipe':
      return `wipe${struck(then.at)}${later}`;
    case 'pause':
      return `pause${struck(then.at)} for ${timeText(then.forUs)}${later}`;
    case 'cut': {
      const way = then.way === undefined || then.way === 'both' ? '' : ` ${then.way}`;
      return `cut${struck(then.at)}${way} for ${timeText(then.forUs)}${later}`;
    }
    case 'slow-disk':
      return `slow-disk${struck(then.at)} by ${then.factor} for ${timeText(then.forUs)}${later}`;
    case 'jump-clock':
      return `jump-clock${struck(then.at)} by ${then.byUs < 0 ? '-' : ''}${timeText(Math.abs(then.byUs))}${later}`;
    case 'hold':
      return `hold ${timeText(then.forUs)}${then.until === undefined ? '' : ` until rule ${then.until}`}`;
    case 'lose':
      return 'lose';
    case 'copy':
      return `copy in ${timeText(then.inUs)}`;
    case 'release':
      return `release rule ${then.rule}`;
  }
}

/** A rule in one line, for reports and scenarios. */
export const ruleText = ({ when, then }: Rule): string => `when ${whenText(when)}, ${thenText(then)}`;

type Name = (process: number) => string;

/** A fired rule as a sentence: `replica 2 is crashed as it sends DoViewChange to replica 1`. */
export function firedText(rule: Rule, place: FiredAt, name: Name): string {
  return `${deed(rule.then, place.struck, name)} ${occasion(rule.when, place, name)}`;
}

/** Where a rule fired, and its target. */
export interface FiredAt {
  readonly what: string;
  readonly process: number;
  readonly from: number;
  readonly to: number;
  readonly struck: number;
}

function deed(then: Then, struck: number, name: Name): string {
  const it = name(struck);
  switch (then.do) {
    case 'crash':
      return `${it} is made to crash${then.losing === true ? ', losing all that is not synced,' : ''}`;
    case 'wipe':
      return `${it} is made to lose its disk`;
    case 'pause':
      return `${it} is paused for ${duration(then.forUs)}`;
    case 'cut': {
      const way = { both: '', in: ' and hears nothing', out: ' and is not heard' }[then.way ?? 'both'];
      return `${it} is cut off for ${duration(then.forUs)}${way}`;
    }
    case 'slow-disk':
      return `the disk of ${it} is ${then.factor} times slower for ${duration(then.forUs)}`;
    case 'jump-clock':
      return `the clock of ${it} jumps by ${then.byUs < 0 ? '-' : ''}${duration(Math.abs(then.byUs))}`;
    case 'hold':
      return `a message is held for ${duration(then.forUs)}${then.until === undefined ? '' : `, or until rule ${then.until} fires,`}`;
    case 'lose':
      return 'a message is lost';
    case 'copy':
      return `a copy of a message is to arrive in ${duration(then.inUs)}`;
    case 'release':
      return `what rule ${then.rule} holds arrives`;
  }
}

function occasion({ on, rule }: When, { what, process, from, to }: FiredAt, name: Name): string {
  const it = name(process);
  switch (on) {
    case 'send':
      return `as ${name(from)} sends ${what} to ${name(to)}`;
    case 'deliver':
      return `as ${what} from ${name(from)} reaches ${name(to)}`;
    case 'label':
      return `when ${it} becomes "${what}"`;
    case 'point':
      return `when ${it} is at ${what}`;
    case 'probe':
      return `when ${it} meets ${what}`;
    case 'issue':
      return `as ${it} asks its disk for a ${what}`;
    case 'complete':
      return `as the ${what} of ${it} is done`;
    case 'call':
      return `when ${it} is given an operation`;
    case 'return':
      return `when ${it} ends an operation`;
    case 'start':
      return `when ${it} has started`;
    case 'crash':
      return `when ${it} has crashed`;
    case 'rule':
      return `when rule ${rule ?? 0} has fired`;
  }
}
