import * as z from 'zod';
import { everyUs, us } from '../chance/units.ts';
import { duration } from '../words/units.ts';
import { faultClass } from './fault-class.ts';
import type { FaultPort } from './fault-port.ts';
import { blockedPairs, isOneWay, PARTITION_SHAPES, type PartitionShape } from './partition-shapes.ts';

const MS = 1000;
const BEGIN = 0;
const END = 1;
/** Decisions about the form of one partition. */
const CHOICES = 64;

const schema = z.strictObject({
  everyUs: everyUs.describe('mean calm between two partitions'),
  durationUs: us.describe('mean duration of one'),
  shapes: z.array(z.enum(PARTITION_SHAPES)).min(1).describe('shapes to choose from'),
  clients: z.boolean().describe('whether clients are cut off with the replicas of their side'),
});

type Options = z.infer<typeof schema>;

export interface State {
  count: number;
  /** Directed links that the running partition has cut, as pairs. */
  cut: number[];
}

/** One partition at a time, with a time of calm between two. Messages in flight come under it too. */
export const partition = faultClass<'partition', Options, State>({
  name: 'partition',
  noun: 'partitions',
  summary: 'links between groups of replicas are cut for a while, in both directions or in one',
  schema,
  calm: { everyUs: 3_600_000_000, durationUs: 0, shapes: ['isolate'], clients: false },
  draw: (s, { replicas }) =>
    replicas < 2
      ? undefined
      : {
          everyUs: s.logBetween(50 * MS, 2000 * MS),
          durationUs: s.logBetween(30 * MS, 1000 * MS),
          shapes: drawShapes((percent) => s.percent(percent)),
          clients: s.percent(30),
        },
  describe: (options) =>
    `every ${duration(options.everyUs)} for ${duration(options.durationUs)}: ${options.shapes.join(', ')}${options.clients ? ' · clients too' : ''}`,
  lessen: (options) => [
    ...(options.clients ? [{ ...options, clients: false }] : []),
    ...(options.shapes.length > 1 ? options.shapes.map((shape) => ({ ...options, shapes: [shape] })) : []),
  ],
  sites: {
    partition: ['run', 'fault'],
    'partition-shape': ['run', 'detail'],
    'partition-length': ['run', 'pace'],
    'partition-gap': ['run', 'pace'],
  },
  counts: {
    partitions: ['partition', 'partitions'],
    oneWayPartitions: ['one-way partition', 'one-way partitions'],
    partitioned: ['message stopped by a partition', 'messages stopped by partitions'],
  },
  tell: ({ what, shape, cut }) =>
    what === 'begins' ? `a partition begins: ${String(shape)}, ${cutText(cut)}` : 'the partition ends',
  initial: () => ({ count: 0, cut: [] }),
  inject(options, port, state) {
    const { decisions, network, world } = port;
    const strikes = decisions.site('partition', 'run', 'fault');
    const length = decisions.site('partition-length', 'run', 'pace');
    const gap = decisions.site('partition-gap', 'run', 'pace');
    const next = (): void =>
      port.after(decisions.interval(gap, 0, state.count, options.everyUs), 'partition', BEGIN);
    const mend = (): void => {
      if (state.cut.length === 0) return;
      for (let i = 0; i < state.cut.length; i += 2)
        network.mend(state.cut[i] as number, state.cut[i + 1] as number); // pairs
      const mended = state.cut;
      state.cut = [];
      world.fault({ fault: 'partition', what: 'ends', mended });
    };
    const begin = (): void => {
      const index = ++state.count;
      if (!decisions.happens(strikes, 0, index)) {
        next();
        return;
      }
      const { shape, pairs } = drawCut(index, options, port);
      state.cut = pairs;
      for (let i = 0; i < pairs.length; i += 2) network.sever(pairs[i] as number, pairs[i + 1] as number); // pairs
      port.counter('partitions').n++;
      if (isOneWay(shape)) {
        port.counter('oneWayPartitions').n++;
        world.probe('one-way-partition');
      }
      world.fault({ fault: 'partition', what: 'begins', shape, cut: pairs });
      port.after(decisions.interval(length, 0, index, options.durationUs), 'partition', END);
    };
    return {
      begin() {
        if (world.replicas > 1) next();
      },
      due(code) {
        if (code === END) {
          mend();
          if (!port.isCalm()) next();
        } else if (!port.isCalm()) begin();
      },
      heal: mend,
    };
  },
});

/** Isolating one replica is the commonest partition in practice (NEAT, OSDI 2018), so it comes in most lists. */
function drawShapes(percent: (percent: number) => boolean): PartitionShape[] {
  const shapes = PARTITION_SHAPES.filter((shape) => percent(shape === 'isolate' ? 70 : 35));
  return shapes.length === 0 ? ['isolate'] : shapes;
}

/** The links that one partition cuts, as pairs from, to. */
function drawCut(
  index: number,
  { shapes, clients }: Options,
  { decisions, world }: FaultPort,
): { readonly shape: PartitionShape; readonly pairs: number[] } {
  const site = decisions.site('partition-shape', 'run', 'detail');
  const draw = (choice: number, bound: number): number =>
    decisions.choose(site, 0, index * CHOICES + choice, bound);
  const shape = shapes[draw(0, shapes.length) % shapes.length] ?? 'isolate';
  const order = shuffled(world.replicas, (i) => draw(2 + i, i + 1) % (i + 1));
  const pairs = blockedPairs(shape, order, draw(1, 2 ** 16));
  if (!clients) return { shape, pairs };
  // Each client goes with one replica: what that one cannot reach, the client cannot reach either.
  const blocked = [...pairs];
  for (let client = world.replicas; client < world.processes; client++) {
    const home = order[draw(32 + (client - world.replicas), world.replicas) % world.replicas] as number; // one of them
    for (let i = 0; i < blocked.length; i += 2) {
      if (blocked[i] === home) pairs.push(client, blocked[i + 1] as number); // pairs
      if (blocked[i + 1] === home) pairs.push(blocked[i] as number, client);
    }
  }
  return { shape, pairs };
}

function shuffled(length: number, below: (i: number) => number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = below(i);
    const swap = order[i] as number; // both within the array
    order[i] = order[j] as number;
    order[j] = swap;
  }
  return order;
}

function cutText(cut: unknown): string {
  if (!Array.isArray(cut)) return 'no links';
  const links: string[] = [];
  for (let i = 0; i < cut.length; i += 2) links.push(`${String(cut[i])}>${String(cut[i + 1])}`);
  return links.length > 12 ? `${links.length} links cut` : `cuts ${links.join(' ')}`;
}
