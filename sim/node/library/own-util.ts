import realUtil from 'node:util';
import { refused } from '../refuse/refused.ts';
import type { Exports } from './source.ts';
import { debuglog } from './stubs.ts';

/** Functions of `util` with timers in them, in the versions of Node that have them: each is a module of the library. */
const WITH_TIMERS = ['debounce', 'throttle'] as const;

/** `node:util` of one incarnation: the real one, but for functions that use real time or know what this thread has loaded. */
export function ownUtil(load: (id: string) => unknown): Exports {
  const made = Object.defineProperties({}, Object.getOwnPropertyDescriptors(realUtil)) as Exports; // a module seen as a record
  const put = (key: string, value: unknown): void => {
    Object.defineProperty(made, key, { value, writable: true, configurable: true, enumerable: true });
  };
  for (const name of WITH_TIMERS) if (name in made) put(name, load(`internal/util/${name}`));
  const { getCallSites, setTraceSigInt } = made;
  if (typeof getCallSites === 'function') {
    // The engine numbers scripts as they are compiled, for whichever program that was.
    put('getCallSites', (...values: unknown[]) => {
      const [count, options] = typeof values[0] === 'object' ? [undefined, values[0]] : values;
      const above = typeof count === 'number' ? count + 1 : 200; // and this function itself
      const sites = getCallSites(above, options) as object[];
      return sites.slice(1).map((site) => ({ ...site, scriptId: '0' }));
    });
  }
  put('debuglog', debuglog);
  put('debug', debuglog);
  // Whether the real process writes to a terminal must not show: the streams of programs are none.
  put('styleText', (format: never, text: string, options?: { validateStream?: boolean }): string => {
    const styled = realUtil.styleText(format, text, { ...options, validateStream: false });
    return options?.validateStream === false ? styled : text;
  });
  if (typeof setTraceSigInt === 'function')
    put(
      'setTraceSigInt',
      refused('util.setTraceSigInt', 'signals of the real process reach no program', setTraceSigInt),
    );
  return made;
}
