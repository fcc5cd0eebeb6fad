import type { Scenario } from '../scenario/scenario.ts';
import { count, duration, percentOfMillion, several } from './units.ts';

/** A line of a report: what it is about, and the text. */
export type Line = readonly [label: string, text: string];

/** What a seed drew, for people: fault classes that the run lacks come together in one last line. */
export function scenarioLines(scenario: Scenario): readonly Line[] {
  const lines: Line[] = [['seed', scenario.seed], ['system', systemText(scenario)], ...faultLines(scenario)];
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

function faultLines(scenario: Scenario): Line[] {
  const lines: Line[] = [['network', networkText(scenario)]];
  const absent: string[] = [];
  const add = (label: string, text: string | undefined): void => {
    if (text === undefined) absent.push(label);
    else lines.push([label, text]);
  };
  add('partitions', partitionText(scenario));
  add('clogs', clogText(scenario));
  lines.push(['disk', diskText(scenario)]);
  add('crashes', crashText(scenario));
  add('client crashes', recurringText(scenario.clientCrash));
  add('pauses', recurringText(scenario.pause));
  add('clocks', clockText(scenario));
  add('aimed faults', aimText(scenario));
  if (absent.length > 0) lines.push(['none of', absent.join(', ')]);
  return lines;
}

function networkText({ network }: Scenario): string {
  const { delayMinUs, delayMeanUs, delayShape, strategy } = network;
  const chosen = strategy === 'uniform' ? delayShape : strategy;
  const texts = [`delay ${duration(delayMinUs)} + ${duration(delayMeanUs)} ${chosen}`];
  const rate = (name: string, ppm: number): void => {
    if (ppm > 0) texts.push(`${name} ${percentOfMillion(ppm)}`);
  };
  rate('drop', network.dropPpm);
  rate('duplicate', network.duplicatePpm);
  if (network.duplicatePpm > 0 && network.latePpm > 0)
    texts.push(`${percentOfMillion(network.latePpm)} of those up to ${duration(network.lateMaxUs)} late`);
  rate('damage', network.damagePpm);
  rate('misroute', network.misroutePpm);
  if (network.uneven) texts.push('some links worse than others');
  if (network.queueMax < 1000) texts.push(`at most ${network.queueMax} in flight per link`);
  texts.push(network.fifo ? 'in order' : 'any order');
  return texts.join(' · ');
}

function partitionText({ partition, replicas }: Scenario): string | undefined {
  const text = recurringText(partition);
  if (text === undefined || replicas < 2) return undefined;
  return `${text}: ${partition.shapes.join(', ')}${partition.clients ? ' · clients too' : ''}`;
}

function clogText({ clog }: Scenario): string | undefined {
  const text = recurringText(clog);
  return text === undefined ? undefined : `${text}${clog.swizzle ? ' · swizzled' : ''}`;
}

function diskText({ disk }: Scenario): string {
  const texts = [`latency ${duration(disk.latencyMinUs)} + ${duration(disk.latencyMeanUs)}`];
  if (disk.stallPpm > 0) texts.push(`stall ${percentOfMillion(disk.stallPpm)} for ${duration(disk.stallUs)}`);
  const fates: string[] = [];
  if (disk.lostPpm > 0) fates.push(`${percentOfMillion(disk.lostPpm)} lost`);
  if (disk.tornPpm > 0) fates.push(`${percentOfMillion(disk.tornPpm)} torn`);
  texts.push(`of unsynced sectors a crash leaves ${fates.length === 0 ? 'all' : fates.join(', ')}`);
  return texts.join(' · ');
}

function crashText({ crash }: Scenario): string | undefined {
  const texts: string[] = [];
  const text = recurringText(crash);
  if (text !== undefined) texts.push(text, `at most ${crash.downMax} down together`);
  if (text !== undefined && crash.midHandlerPpm > 0)
    texts.push(`${percentOfMillion(crash.midHandlerPpm)} amid a handler`);
  if (text !== undefined && crash.blackoutPpm > 0)
    texts.push(`${percentOfMillion(crash.blackoutPpm)} take all`);
  if (crash.pointPpm > 0) texts.push(`${percentOfMillion(crash.pointPpm)} of named points`);
  return texts.length === 0 ? undefined : texts.join(' · ');
}

function recurringText({ everyUs, durationUs }: { everyUs: number; durationUs: number }): string | undefined {
  return everyUs === 0 ? undefined : `every ${duration(everyUs)} for ${duration(durationUs)}`;
}

function clockText({ clock }: Scenario): string | undefined {
  const texts: string[] = [];
  if (clock.offsetMaxUs > 0) texts.push(`off by up to ${duration(clock.offsetMaxUs)}`);
  if (clock.driftMaxPpm > 0) texts.push(`drift up to ${percentOfMillion(clock.driftMaxPpm)}`);
  if (clock.jumpEveryUs > 0)
    texts.push(`jump every ${duration(clock.jumpEveryUs)} by up to ${duration(clock.jumpMaxUs)}`);
  return texts.length === 0 ? undefined : texts.join(' · ');
}

function aimText({ aims }: Scenario): string | undefined {
  if (aims.length === 0) return undefined;
  return aims.map(({ point, hit, fault }) => `${fault} at ${point} #${count(hit)}`).join(', ');
}
