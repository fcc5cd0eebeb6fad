import { faultClasses } from '../faults/registry.ts';
import { mayLeaveOut } from '../scenario/core.ts';
import type { Scenario } from '../scenario/scenario.ts';
import type { System } from '../scenario/system.ts';
import { duration, several } from '../words/units.ts';

/** A line of a report: its label and its text. */
export type Line = readonly [label: string, text: string];

/** A scenario of this system in words. */
export function scenarioLines(scenario: Scenario, system: System): readonly Line[] {
  const lines: Line[] = [
    ['seed', scenario.seed],
    ['system', systemText(scenario)],
    ...faultLines(scenario, system),
  ];
  const settings = Object.entries(scenario.settings).map(([name, value]) => `${name} ${value}`);
  if (settings.length > 0) lines.push(['settings', settings.join(' · ')]);
  return lines;
}

function systemText({ system, replicas, clients, operations, isolation, thinkUs }: Scenario): string {
  const apart = { shared: 'shared', frozen: 'frozen when sent', wire: 'encoded on the wire' }[isolation];
  return [
    system,
    `${several(replicas, 'replica')}, ${several(clients, 'client')} × ${several(operations, 'operation')}`,
    `a pause of ${duration(thinkUs)} between`,
    `messages ${apart}`,
  ].join(' · ');
}

/** Each class that the run has, in its own words; the others in one line. */
function faultLines(scenario: Scenario, system: System): Line[] {
  const lines: Line[] = [
    ['network', networkText(scenario)],
    ['disk', `latency ${duration(scenario.disk.latencyMinUs)} + ${duration(scenario.disk.latencyMeanUs)}`],
  ];
  const options: Readonly<Record<string, object | undefined>> = scenario.faults;
  const absent: string[] = [];
  for (const { name, noun, describe, besidesPercent } of faultClasses()) {
    const given = options[name];
    if (given !== undefined) lines.push([noun, describe(given)]);
    else if (besidesPercent === undefined) absent.push(noun); // what only some systems have is not missed
  }
  lines.push(['restarts', restartText(scenario, mayLeaveOut(system, scenario))]);
  if (absent.length > 0) lines.push(['none of', absent.join(', ')]);
  return lines;
}

function networkText({ network }: Scenario): string {
  const { delayMinUs, delayMeanUs, delayShape, strategy, fifo } = network;
  const chosen = strategy === 'uniform' ? delayShape : strategy;
  return `delay ${duration(delayMinUs)} + ${duration(delayMeanUs)} ${chosen} · ${fifo ? 'in order' : 'any order'}`;
}

function restartText(scenario: Scenario, anybodyOutside: boolean): string {
  const { restartUs, clientRestartUs, outsiders, beyond, forgetful } = scenario;
  const texts = [`replicas after ${duration(restartUs)}, clients after ${duration(clientRestartUs)}`];
  if (outsiders.length > 0 && anybodyOutside) texts.push(`outside the core: ${outsiders.join(', ')}`);
  if (forgetful) texts.push('a crash forgets');
  if (beyond) texts.push('more than a minority may lose something');
  return texts.join(' · ');
}
