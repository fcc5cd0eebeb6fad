import { Session } from 'node:inspector';
import { fileURLToPath } from 'node:url';
import { bounded, TimeOver } from '../../run/bounded.ts';

/** A code location where time was spent. */
export interface HotPlace {
  readonly path: string;
  readonly line: number;
  readonly functionName: string;
}

interface ProfileNode {
  readonly callFrame: { readonly url: string; readonly functionName: string; readonly lineNumber: number };

  readonly positionTicks?: readonly { readonly line: number; readonly ticks: number }[] | undefined;
}

/**
 * Runs `action`, which is known not to end, again under the sampling profiler, and returns the line of a program where it spends
 * its time. `linesOf` a file is 0 when it is none of a program.
 */
export function endlessPlace(
  action: () => void,
  limitMs: number,
  linesOf: (path: string) => number,
): HotPlace | undefined {
  const session = new Session();
  session.connect();
  session.post('Profiler.enable');
  session.post('Profiler.start');
  try {
    bounded(action, limitMs);
  } catch (error) {
    if (!(error instanceof TimeOver)) throw error;
  }
  let nodes: readonly ProfileNode[] = [];
  session.post('Profiler.stop', (_, answer) => {
    nodes = answer.profile.nodes;
  });
  session.disconnect();
  let best: HotPlace | undefined;
  let most = 0;
  for (const { callFrame, positionTicks } of nodes) {
    const { url, functionName } = callFrame;
    const path = url.startsWith('file:') ? fileURLToPath(url) : url;
    const lines = linesOf(path);
    for (const { line, ticks } of positionTicks ?? []) {
      // A line of a function that was inlined from another file may be beyond the end of this one.
      if (line > lines || ticks <= most) continue;
      most = ticks;
      best = { path, line, functionName };
    }
  }
  return best;
}
