import { processId } from '../../src/process/ids.ts';
import type { Observation } from '../../src/process/process.ts';
import { listener } from '../events/listener.ts';
import { ProgramHangs } from '../run/hang.ts';
import { Simulation } from '../run/simulation.ts';
import { LIVELOCK } from '../scenario/liveness.ts';
import type { Ending } from '../scenario/phases.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { calmed } from '../scenario/swarm.ts';
import type { System } from '../scenario/system.ts';

const SECOND = 1_000_000;
/** More than fit into the trial: a node may come up late. */
const OPERATIONS = 1_000;
const TRIAL_US = 20 * SECOND;
/** Between two tries: nodes that come up late need time, and not steps. */
const THINK_US = 100_000;
/** Answers after which a client should have asked a node at least once. */
const ANSWERS_MAX = 20;
/** Operations that are tried, and how many when one kind of them has had no answer yet. */
const TRIED = 12;
const TRIED_MAX = 60;
/** A kind of operation of which so many had an unknown outcome, and none an answer, does not work. */
const UNANSWERED = 5;
/** Programs that wait for each other may end a few times, and come up then. */
const EXITS_MAX = 10;
const STEPS_MAX = 50_000;
const BATCH_STEPS = 256;

/** What a program has stated. */
interface Stated {
  readonly process: number;
  readonly facts: Observation & Readonly<Record<string, unknown>>;
}

/**
 * Tries a cluster of programs in a calm world, until a client has got answers from a node, of each kind of operation that was called.
 * What is wrong, in one sentence, when there are none; undefined otherwise, or when the system has no programs. To be called at the start of a turn of the event loop.
 */
export function trialOf(system: System, scenario: Scenario, programMsMax?: number): string | undefined {
  const { programs, invariants } = system.build(scenario);
  if (programs === undefined) return undefined;
  const calm = calmed(scenario);
  const trial: Scenario = {
    ...calm,
    clients: 1,
    operations: OPERATIONS,
    thinkUs: THINK_US, // a refused connection fails at once: without a pause there would be thousands
    safetyUs: TRIAL_US,
    livenessUs: TRIAL_US,
    stepsMax: STEPS_MAX,
  };
  const stated: Stated[] = [];
  let asked = false;
  let hasResult = false;
  const kinds = new Kinds();
  const ear = listener({ kinds: new Set(['observe', 'send', 'call', 'return'] as const) }, (event) => {
    if (event.kind === 'observe') stated.push({ process: event.process, facts: { ...event.observation } });
    else if (event.kind === 'send') asked ||= event.from >= scenario.replicas && event.to < scenario.replicas;
    else if (event.kind === 'call') kinds.called(event.id, event.operation);
    else if (event.kind === 'return') {
      kinds.returned(event.id, event.outcome.type);
      hasResult ||= event.outcome.type === 'ok' && event.outcome.result !== undefined;
    }
  });
  const simulation = Simulation.create(system, trial, {
    observers: [ear],
    checked: false,
    ...(programMsMax === undefined ? {} : { programMsMax }),
  });
  const { workload } = simulation;
  const exits = (): number => stated.filter(({ facts }) => facts.type === 'exit').length;
  let ending: Ending | undefined;
  const isAnswered = (): boolean =>
    asked
      ? workload.counts.ok > 0 && kinds.returns >= (kinds.unanswered === undefined ? TRIED : TRIED_MAX)
      : workload.counts.ok >= ANSWERS_MAX;
  const steps = (): boolean => {
    for (let i = 0; i < BATCH_STEPS; i++) {
      if (isAnswered() || exits() > EXITS_MAX || simulation.world.nowUs > TRIAL_US) return true;
      ending = simulation.step();
      if (ending !== undefined) return true;
    }
    return false;
  };
  try {
    while (!simulation.within(steps)) {
      // the next batch
    }
  } catch (error) {
    if (error instanceof ProgramHangs) return error.message;
    throw error;
  }
  const { world } = simulation;
  const up = Array.from({ length: world.replicas }, (_, i) => world.isUp(processId(i)));
  simulation.dispose();
  if (isThrown(ending)) return undefined;
  if (workload.counts.ok === 0) return complaint(stated, up);
  if (!asked) return NOBODY_ASKED;
  if (kinds.broken !== undefined) return brokenText(kinds.broken, stated, up.length);
  const isJudged = invariants.some(({ id }) => id === LINEARIZABILITY);
  return isJudged && !hasResult && workload.counts.ok >= TRIED ? NO_RESULT : undefined;
}

/** Outcomes so far by kind of operation. */
class Kinds {
  returns = 0;
  private readonly kindOf = new Map<number, string>();
  private readonly outcomes = new Map<string, { ok: number; unknown: number }>();

  called(id: number, operation: unknown): void {
    const { kind, type } = Object(operation) as { readonly kind?: unknown; readonly type?: unknown };
    const name = [kind, type].find((each) => typeof each === 'string');
    this.kindOf.set(id, typeof name === 'string' ? name : 'operation');
  }

  returned(id: number, type: string): void {
    this.returns++;
    const name = this.kindOf.get(id) ?? '';
    const counts = this.outcomes.get(name) ?? { ok: 0, unknown: 0 };
    if (type === 'ok') counts.ok++;
    if (type === 'unknown') counts.unknown++;
    this.outcomes.set(name, counts);
  }

  /** A kind that has had no answer yet, but unknown outcomes. */
  get unanswered(): string | undefined {
    return [...this.outcomes].find(([, { ok, unknown }]) => ok === 0 && unknown > 0)?.[0];
  }

  /** A kind that does not work. */
  get broken(): string | undefined {
    return [...this.outcomes].find(([, { ok, unknown }]) => ok === 0 && unknown >= UNANSWERED)?.[0];
  }
}

function brokenText(kind: string, stated: readonly Stated[], client: number): string {
  const last = linesOf(stated, client).at(-1);
  const why = last === undefined ? '' : `; the client says: ${last}`;
  return `no ${kind} is ever answered, without any fault, while others are${why}`;
}

/** Most likely it swallows the error of a wrong address. Every run would pass, and nothing would be judged. */
const NOBODY_ASKED =
  'the client gives results, and has sent nothing to any node: does it catch an error, such as that of a wrong host or port?';

/** Most likely a `return` is missing. The model would be blamed. */
const NO_RESULT =
  'the client returns undefined for all operations: the model judges their results, so the client function has to return them';
const LINEARIZABILITY = 'I17';

/** True if a function of the definition threw: the run itself reports that, with the line. */
const isThrown = (ending: Ending | undefined): boolean =>
  ending?.violation !== undefined && ending.violation.observer !== LIVELOCK;

function complaint(stated: readonly Stated[], up: readonly boolean[]): string {
  const name = (process: number): string => (process < up.length ? `node ${process}` : 'the client');
  const exit = stated.find(({ facts }) => facts.type === 'exit');
  if (exit !== undefined) return exitText(exit, name(exit.process), linesOf(stated, exit.process));
  const ports = new Set(stated.flatMap(({ facts }) => (facts.type === 'listen' ? [facts['port']] : [])));
  const last = linesOf(stated, up.length).at(-1);
  const why = last === undefined ? '' : `; the client says: ${last}`;
  if (ports.size === 0) return `no node listens at a port, and the client gets no answer${why}`;
  const listening = `the nodes listen at ${[...ports].map((port) => `port ${String(port)}`).join(', ')}`;
  return `the client never gets an answer, without any fault: ${listening}${why}`;
}

const linesOf = (stated: readonly Stated[], process: number): readonly string[] =>
  stated
    .filter((one) => one.process === process && one.facts.type === 'line' && one.facts['stream'] === 'stderr')
    .map(({ facts }) => String(facts['text']));

/** An error as programs print it, and a place outside of Node. */
const ERROR = /^(?:Uncaught )?(?:[\w.]*(?:Error|NotSimulated|Exception))\b.*$/;
const PLACE = /(?:file:\/\/)?((?:\/[^/():]+)+):(\d+)/;

function exitText({ facts }: Stated, name: string, lines: readonly string[]): string {
  const error = lines.find((line) => ERROR.test(line));
  const place = lines.find((line) => PLACE.test(line) && !line.includes('(node:'));
  const [, file, line] = PLACE.exec(place ?? '') ?? [];
  const code = String(facts['code']);
  if (error === undefined)
    return `${name} ends at once, with code ${code} (${String(facts['reason'])}): a node has to go on, for instance by listening at a port`;
  return `${file === undefined ? '' : `${file}:${line}: `}${name} ends at once: ${error.replace(/\.$/, '')}`;
}
