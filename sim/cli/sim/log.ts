import { pino } from 'pino';
import { EVENT_LEVELS, type EventLine, lineListener } from '../../events/event-line.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import type { Paint } from '../../text/paint.ts';
import { count, duration } from '../../words/units.ts';
import type { Io } from '../shared/io.ts';
import type { RunJob } from '../shared/run-job.ts';

const STEP_COLUMNS = 9;
const TIME_COLUMNS = 10;

/**
 * Step-numbered lines about a run on standard error: for people on a terminal, JSON elsewhere. An observer like any other:
 * the run is the same at every level. Synchronous and without time stamps, as clocks and timers are out of bounds meanwhile.
 */
export function logObservers({ system, log, from, until }: RunJob, io: Io): readonly AnyObserver[] {
  const interest = {
    kinds: log.kinds,
    ...(from === undefined ? {} : { from }),
    ...(until === undefined ? {} : { until }),
    ...(log.processes === undefined ? {} : { processes: log.processes }),
  };
  return [lineListener(system, interest, io.errIsTerminal ? forPeople(io) : forMachines(log.level, io))];
}

function forMachines(level: string, io: Io): (line: EventLine) => void {
  const logger = pino({ level, timestamp: false, base: null }, { write: (line: string) => io.err(line) });
  return ({ step, timeUs, kind, process, text }) =>
    logger[EVENT_LEVELS[kind]]({ step, time_us: timeUs, kind, process }, text);
}

function forPeople(io: Io): (line: EventLine) => void {
  return ({ step, timeUs, kind, text }) => {
    const where = `${count(step).padStart(STEP_COLUMNS)} ${duration(timeUs).padStart(TIME_COLUMNS)}`;
    io.err(`${io.errPaint.faint(where)}  ${emphasis(kind, io.errPaint)(text)}\n`);
  };
}

function emphasis(kind: EventLine['kind'], paint: Paint): (text: string) => string {
  switch (EVENT_LEVELS[kind]) {
    case 'warn':
      return paint.bad;
    case 'info':
      return paint.strong;
    case 'debug':
      return (text) => text;
    case 'trace':
      return paint.faint;
  }
}
