import { notChecked } from '../../check/judge/alike.ts';
import type { CheckSystem } from '../../check/model/check-system.ts';
import type { Budget, Configuration, NetworkKind, TimerBudget } from '../../check/model/configuration.ts';
import type { CheckResult, Coverage, PropertyResult } from '../../check/result/result.ts';
import { storyLines } from '../../text/check-story.ts';
import { labelled } from '../../text/layout.ts';
import type { Paint } from '../../text/paint.ts';
import { count, several } from '../../words/units.ts';
import type { CheckJob } from './job.ts';
import type { Spent } from './meter.ts';

const NETWORK_WORDS: Readonly<Record<NetworkKind, string>> = {
  bag: 'messages arrive in any order, each once',
  merge: 'messages arrive in any order; equal messages in flight count as one',
  set: 'messages arrive in any order, and may arrive again at any time',
  links: 'messages of one link arrive in order',
};

/** Header lines: the check about to run. */
export function headLines(
  { template, size, configuration, options, system }: CheckJob,
  paint: Paint,
): readonly string[] {
  const { replicas, clients, operations, warmUp = 0 } = size;
  const parts = [several(replicas, 'replica')];
  if (clients > 0)
    parts.push(
      several(clients, 'client'),
      `${several(operations, options.from === undefined ? 'operation' : 'more operation')} each`,
    );
  if (warmUp > 0) parts.push(`after ${several(warmUp, 'operation')} each without faults`);
  if (options.from !== undefined) parts.unshift(`from ${options.from} on`);
  return [
    `${paint.strong(template.name)}  ${parts.join(' · ')}`,
    labelled(['network', NETWORK_WORDS[configuration.network]]),
    labelled(['may happen', mayHappen(configuration)]),
    ...(system.operations.some((each) => each.length > 0) ? [labelled(['clients', workload(system)])] : []),
  ];
}

const CLIENTS_SHOWN = 4;
const OPERATIONS_SHOWN = 4;

/** Operations of each client: the verdict covers no others. */
function workload({ operations, replicas, describeOperation }: CheckSystem): string {
  const parts = operations.slice(0, CLIENTS_SHOWN).map((each, i) => {
    const told = each.slice(0, OPERATIONS_SHOWN).map((operation) => describeOperation(operation));
    return `${replicas.length + i}: ${told.join(', ')}${each.length > OPERATIONS_SHOWN ? ' …' : ''}`;
  });
  if (operations.length > CLIENTS_SHOWN) parts.push(`and ${operations.length - CLIENTS_SHOWN} more`);
  return parts.join(' · ');
}

/** Describes the faults that this configuration allows. */
export function mayHappen(configuration: Configuration): string {
  const { crash, disk, duplicate, lose, points, random, tear, timers } = configuration;
  const parts: string[] = [];
  const add = (budget: Budget, what: string): void => {
    if (budget !== 0) parts.push(budget === 'any' ? `any number of ${what}` : `${count(budget)} × ${what}`);
  };
  const addTimer = (budget: TimerBudget, what: string): void => {
    if (budget === 'idle') parts.push(`${what} when nothing else can happen`);
    else add(budget, what);
  };
  add(lose, 'loss');
  add(duplicate, 'duplicate');
  add(crash, `crash and restart${points ? ', at named points too' : ''}${tear ? ', torn writes' : ''}`);
  for (const [name, budget] of Object.entries(timers))
    addTimer(budget, name.startsWith('timer ') ? name : `timer ${name}`);
  if (disk === 'steps') parts.push('disk requests answered in any order');
  if (random === 'every') parts.push('every small random number');
  return parts.length === 0 ? 'nothing goes wrong, no timer fires' : parts.join(' · ');
}

/** Result lines of the check. */
export function resultLines(
  job: CheckJob,
  result: CheckResult,
  spent: Spent,
  paint: Paint,
): readonly string[] {
  const broken = result.properties.find(({ verdict }) => verdict === 'violated' || verdict === 'not found');
  return [
    headline(result, broken, paint),
    ...(broken === undefined ? [] : storyLines(job.system, broken, paint, !result.thinned)),
    labelled(['states', statesText(result, spent)]),
    labelled(['properties', result.properties.map(propertyText).join(' · ')]),
    ...notCheckedLines(job, result),
    labelled(['steps', stepsText(result.coverage)]),
    ...(result.coverage.never.length === 0
      ? []
      : [labelled(['never', `${result.coverage.never.join(', ')}: nothing was ever done by it`])]),
    ...(result.coverage.probes.length === 0 ? [] : [labelled(['probes', result.coverage.probes.join(', ')])]),
    ...(result.leftOut.length === 0 ? [] : [labelled(['left out', result.leftOut.join(', ')])]),
    labelled(['missed', missedText(result)]),
    labelled(['again', paint.command(job.again)]),
  ];
}

const INVARIANTS_NAMED = 6;

/** Lists invariants of the simulator that this check did not evaluate. */
function notCheckedLines({ options, system }: CheckJob, { properties }: CheckResult): readonly string[] {
  if (options.property.length > 0) return []; // some were chosen
  const left = notChecked(
    system,
    properties.map(({ name }) => name),
  );
  if (left.length === 0) return [];
  const names = left.length <= INVARIANTS_NAMED ? left : left.map((each) => each.split(' ')[0]);
  return [labelled(['unchecked', `${names.join(', ')}: invariants of the simulator only`])];
}

function headline(
  { verdict, unique }: CheckResult,
  broken: PropertyResult | undefined,
  paint: Paint,
): string {
  switch (verdict) {
    case 'holds':
      return paint.good('✓ holds for every schedule of this configuration, and says nothing of any other');
    case 'violation':
      return broken?.verdict === 'not found'
        ? paint.bad(`✗ ${broken.name}: it should be possible, and is not`)
        : paint.bad(`✗ ${broken?.name ?? 'violation'}`);
    case 'vacuous':
      return paint.warning(
        '? no operation ended in any schedule, so no answer was judged: let something happen, such as --timer NAME=1',
      );
    case 'budget':
      return paint.warning(
        `✗ given up after ${several(unique, 'state')}: no violation so far, and nothing is proven`,
      );
    case 'interrupted':
      return paint.warning(
        `✂ interrupted after ${several(unique, 'state')}: no violation so far, and nothing is proven`,
      );
  }
}

function statesText({ depth, ends, generated, rounds, unique }: CheckResult, spent: Spent): string {
  return [
    `${count(unique)} different`,
    `${count(generated)} generated`,
    `depth ${count(depth)}`,
    `${count(ends)} ends`,
    ...(rounds > 1 ? [`${rounds} rounds`] : []),
    `${spent.cpuSeconds} s CPU`,
    `${count(spent.rssMb)} MB`,
  ].join(' · ');
}

function propertyText({ name, path, verdict }: PropertyResult): string {
  switch (verdict) {
    case 'found':
    case 'violated':
      return `${name} ${verdict} in ${several(path?.steps.length ?? 0, 'step')}`;
    default:
      return `${name} ${verdict}`;
  }
}

function stepsText({ actions }: Coverage): string {
  const parts = Object.entries(actions).map(([name, times]) => `${name} ${count(times)}`);
  return parts.length === 0 ? 'none' : parts.join(' · ');
}

function missedText({ collisionChance, thinned, verdict }: CheckResult): string {
  if (thinned) return 'most states: --beam leaves them out';
  if (verdict === 'violation') return 'other violations, perhaps: --to-the-end goes on';
  if (collisionChance === 0) return 'no state';
  const odds = 1 / collisionChance;
  return `one state or more, with a chance of 1 in ${odds > 1e15 ? odds.toExponential(1) : count(Math.round(odds))} (states are told apart by 64 bits)`;
}
