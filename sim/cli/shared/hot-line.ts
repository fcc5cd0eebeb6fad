import { Session } from 'node:inspector';
import { findSourceMap } from 'node:module';
import { placeIn } from '../../../src/process/place.ts';
import { measured } from './measured-coverage.ts';

/** Column past the end of any line: the lookup finds the last mapped position on the line. */
const COLUMN = 100_000;
/** Sampling interval of the profiler. */
const SAMPLE_US = 1000;

/** Runs `body` and returns the line of the code under test that took most of its time; null when the time went elsewhere. */
export function hotLineOf(body: () => void): string | null {
  const session = new Session();
  session.connect();
  let place: string | null = null;
  try {
    session.post('Profiler.enable');
    // Code optimized before profiling has no positions for the functions inlined into it. Precise coverage makes V8 discard all of it.
    if (!measured.coverage) {
      session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
      session.post('Profiler.stopPreciseCoverage');
    }
    session.post('Profiler.setSamplingInterval', { interval: SAMPLE_US });
    session.post('Profiler.start');
    body();
    session.post('Profiler.stop', (_, { profile }) => {
      let most = 0;
      for (const { callFrame, positionTicks = [] } of profile.nodes) {
        for (const { line, ticks } of positionTicks) {
          const at = ticks > most ? placeOf(callFrame.functionName, callFrame.url, line) : null;
          if (at !== null) [most, place] = [ticks, at];
        }
      }
    });
  } finally {
    session.disconnect();
  }
  return place;
}

/** `line` is 1-based. */
function placeOf(name: string, url: string, line: number): string | null {
  if (url === '' || url.startsWith('node:')) return null;
  const entry = findSourceMap(url)?.findEntry(line - 1, COLUMN);
  const [file, at] =
    entry !== undefined && 'originalSource' in entry
      ? [entry.originalSource, entry.originalLine + 1]
      : [url, line];
  return placeIn(`at ${name === '' ? 'a function' : name} (${file}:${at}:1)`);
}
