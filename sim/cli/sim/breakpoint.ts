import inspector from 'node:inspector';
import path from 'node:path';
import { count } from '../../words/units.ts';
import type { Io } from '../shared/io.ts';

const EXTENSION = path.extname(import.meta.filename);
const MAIN = path.relative('.', path.join(import.meta.dirname, `../main${EXTENSION}`));
/** Arguments with which node runs this program, from its sources or as installed. */
const PROGRAM = EXTENSION === '.ts' ? `--import tsx ${MAIN}` : MAIN;

/** Stops an attached debugger right before a step; tells how to attach one when there is none. */
export function breakpoint(
  step: number,
  again: readonly string[],
  io: Io,
): { step: number; pause: () => void } {
  if (inspector.url() === undefined) {
    const command = `node --inspect-brk ${PROGRAM} sim ${again.join(' ')}`;
    io.err(`no debugger is attached, so step ${count(step)} will not stop: start with  ${command}\n`);
  }
  let stopped = false;
  return {
    step,
    pause() {
      if (stopped) return; // it is asked again when the phase changes without a step
      stopped = true;
      // biome-ignore lint/suspicious/noDebugger: this is what --break is for
      debugger; // The next step of the run comes now: go on into `Simulation.step`.
    },
  };
}
