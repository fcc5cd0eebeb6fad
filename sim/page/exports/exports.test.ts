import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { simulate } from '../../run/run.ts';
import { drawScenario, without } from '../../scenario/swarm.ts';
import { vsr } from '../../systems/vsr.ts';
import { record } from '../recording/record.ts';
import { page } from '../run/page.ts';
import { jsonl } from './jsonl.ts';
import { perfetto } from './perfetto.ts';
import { SHIVIZ_PARSER, shiviz } from './shiviz.ts';

const scenario = { ...without(drawScenario('7', vsr), 'stale'), operations: 3 };
const recording = record(vsr, scenario, {}, 'npm run sim -- 7');

describe('recording', () => {
  it('should be of the run that nobody looks at', () => {
    expect(recording.hash).toBe(simulate(vsr, scenario).hash);
  });

  it('should have every delivery after its sending, from and to the same processes', () => {
    const sent = new Map(recording.events.filter(({ kind }) => kind === 'send').map((e) => [e.id, e]));
    const arrived = recording.events.filter(({ kind }) => kind === 'message');
    expect(arrived.length).toBeGreaterThan(10);
    for (const { id, from, process, step } of arrived) {
      const origin = sent.get(id);
      expect(origin?.process).toBe(from);
      expect(origin?.step).toBeLessThanOrEqual(step);
      if (scenario.faults.misroute === undefined) expect(origin?.to).toBe(process);
    }
  });
});

describe('bands', () => {
  const stormy = {
    ...scenario,
    replicas: 3,
    faults: {
      ...without(scenario, 'blackout').faults,
      partition: { everyUs: 50_000, durationUs: 50_000, shapes: ['isolate' as const], clients: false },
      crash: { everyUs: 100_000, midHandlerPpm: 0, downMax: 2 },
    },
    restartUs: 50_000,
    operations: 30,
  };
  const { bands, steps, causes, events } = record(vsr, stormy, {}, '');

  it('should say who was down, and when', () => {
    const crashes = events.filter(({ kind }) => kind === 'crash').length;
    expect(crashes).toBeGreaterThan(0);
    expect(bands.filter(({ kind }) => kind === 'down')).toHaveLength(crashes);
    for (const { from, until } of bands) {
      expect(from).toBeLessThanOrEqual(until);
      expect(until).toBeLessThanOrEqual(steps);
    }
  });

  it('should name the links that a partition cuts: of an isolated replica, all to and from it', () => {
    const cut = bands.filter(({ kind }) => kind === 'partition');
    expect(cut.length).toBeGreaterThan(0);
    for (const { text } of cut) expect(text.split(' ').length).toBeGreaterThanOrEqual(4);
  });

  it('should know what scheduled each step', () => {
    expect(causes).toHaveLength(steps + 1);
    causes.forEach((cause, step) => {
      expect(cause).toBeLessThanOrEqual(step);
    });
    const deliveries = events.filter(({ kind }) => kind === 'message');
    const sends = new Map(events.filter(({ kind }) => kind === 'send').map(({ id, step }) => [id, step]));
    const same = deliveries.filter(({ id, step }) => causes[step] === sends.get(id));
    expect(same.length).toBeGreaterThan(deliveries.length / 2); // clogged messages are rescheduled
  });
});

describe('ShiViz', () => {
  it('should find hosts and clocks where each event adds one to its own', () => {
    const found = [...shiviz(recording).matchAll(new RegExp(SHIVIZ_PARSER, 'g'))];
    expect(found.map(([whole]) => `${whole}\n`).join('')).toBe(shiviz(recording));
    const times = new Map<string, number>();
    for (const { groups } of found) {
      const { host = '', clock = '' } = groups ?? {};
      const now = z.record(z.string(), z.number().int().min(1)).parse(JSON.parse(clock));
      expect(now[host]).toBe((times.get(host) ?? 0) + 1);
      times.set(host, now[host] ?? 0);
      // No clock may be ahead of events that have happened.
      for (const [other, time] of Object.entries(now))
        expect(time).toBeLessThanOrEqual(times.get(other) ?? 0);
    }
    expect(times.size).toBe(recording.processes.length);
  });
});

describe('Perfetto', () => {
  const traceEvent = z.strictObject({
    name: z.string().min(1),
    ph: z.enum(['M', 'X', 'i', 's', 'f', 'b', 'e']),
    ts: z.number().int().min(0),
    pid: z.literal(1),
    tid: z.number().int().min(0),
    cat: z.string().optional(),
    dur: z.number().int().min(1).optional(),
    id: z.number().int().min(1).optional(),
    s: z.enum(['t', 'g']).optional(),
    bp: z.literal('e').optional(),
    args: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  });
  const { traceEvents } = z
    .strictObject({ traceEvents: z.array(traceEvent), displayTimeUnit: z.literal('ms') })
    .parse(JSON.parse(perfetto(recording)));
  const ids = (ph: string): ReadonlySet<unknown> =>
    new Set(traceEvents.filter((event) => event.ph === ph).map(({ id }) => id));

  it('should be given flows and operations that begin and end', () => {
    expect(ids('s').size).toBeGreaterThan(10);
    expect(ids('f')).toEqual(ids('s'));
    expect(ids('b').size).toBeGreaterThan(0);
    expect(ids('e')).toEqual(ids('b'));
    for (const event of traceEvents) expect(event.dur === undefined).toBe(event.ph !== 'X');
  });
});

describe('JSON lines', () => {
  it('should have the run, then every event', () => {
    const lines = jsonl(recording)
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown);
    expect(lines[0]).toMatchObject({ hash: recording.hash });
    expect(lines.slice(1)).toEqual(recording.events);
  });
});

describe('page', () => {
  const HOSTILE = '</script><img src=x onerror=alert(1)>{{VIEWER}}$&';
  const first = recording.events.slice(0, 1).map((event) => ({ ...event, text: HOSTILE }));
  const html = page({ ...recording, seed: HOSTILE, events: first });

  it('should carry the run as it is, and no markup out of it', () => {
    const data = /<script id="data" type="application\/json">(.*?)<\/script>/s.exec(html)?.[1] ?? '';
    expect(JSON.parse(data)).toMatchObject({ seed: HOSTILE, events: first });
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html).not.toContain('<img');
  });

  it('should load nothing from elsewhere', () => {
    expect(html).toContain("default-src 'none'");
    const names = /"http:\/\/www\.w3\.org\/[\w/]+"/g; // XML namespaces such as SVG's, which are never fetched
    expect(html.replaceAll(names, '')).not.toMatch(/https?:\/\/|\b(src|href)=["']|@import|url\((?!#)/);
  });
});
