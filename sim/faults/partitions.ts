import { interval } from '../chance/shapes.ts';
import type { PartitionShape } from '../scenario/scenario.ts';
import type { Injector, Sea } from './injector.ts';

interface State {
  count: number;
  /** Directed links that the running partition has cut, as pairs. */
  cut: number[];
}

const BEGIN = 0;
const END = 1;

/** One partition at a time, of the shapes that the scenario allows, with a time of calm between two. */
export const partitions: Injector<State> = {
  name: 'partition',
  initial: () => ({ count: 0, cut: [] }),

  begin(_, sea) {
    if (sea.scenario.partition.everyUs > 0 && sea.scenario.replicas > 1) scheduleNext(0, sea);
  },

  fire(state, sea, code) {
    if (code === END) {
      mend(state, sea);
      if (!sea.calm) scheduleNext(state.count, sea);
      return;
    }
    if (sea.calm) return;
    const index = ++state.count;
    if (sea.decisions.settle(sea.decisions.site('partition', 'run'), 0, index, 1) === 0) {
      scheduleNext(index, sea);
      return;
    }
    state.cut = drawCut(index, sea);
    for (let i = 0; i < state.cut.length; i += 2)
      sea.network.sever(state.cut[i] as number, state.cut[i + 1] as number);
    sea.counts.partitions++;
    const bits = sea.decisions.bits(sea.decisions.site('partition-length', 'run'), 0, index);
    sea.after(interval(sea.scenario.partition.durationUs, bits), partitions, END);
  },

  heal: mend,
};

function scheduleNext(index: number, sea: Sea): void {
  const bits = sea.decisions.bits(sea.decisions.site('partition-gap', 'run'), 0, index);
  sea.after(interval(sea.scenario.partition.everyUs, bits), partitions, BEGIN);
}

function mend(state: State, sea: Sea): void {
  for (let i = 0; i < state.cut.length; i += 2)
    sea.network.mend(state.cut[i] as number, state.cut[i + 1] as number);
  state.cut = [];
}

/** The links to cut, as pairs from, to. */
function drawCut(index: number, sea: Sea): number[] {
  const { decisions, scenario, world } = sea;
  const site = decisions.site('partition-shape', 'run');
  const draw = (choice: number, bound: number): number =>
    decisions.settle(
      site,
      0,
      index * 64 + choice,
      Math.floor((decisions.bits(site, 0, index * 64 + choice) / 2 ** 32) * bound),
    );
  const shape = scenario.partition.shapes[draw(0, scenario.partition.shapes.length)];
  if (shape === undefined) return [];
  const order = shuffled(world.replicas, (i) => draw(2 + i, i + 1));
  const blocked = blockedPairs(shape, order, draw(1, 2 ** 16));
  if (shape === 'one-way-in' || shape === 'one-way-out' || shape === 'link') {
    sea.counts.oneWayPartitions++;
    world.probe('one-way-partition');
  }
  if (!scenario.partition.clients) return blocked;
  // Each client goes with one replica: what that one cannot reach, the client cannot reach either.
  const pairs = [...blocked];
  for (let client = world.replicas; client < world.processes; client++) {
    const home = order[draw(32 + (client - world.replicas), world.replicas)] as number; // one of the replicas
    for (let i = 0; i < blocked.length; i += 2) {
      if (blocked[i] === home) pairs.push(client, blocked[i + 1] as number); // pairs
      if (blocked[i + 1] === home) pairs.push(blocked[i] as number, client);
    }
  }
  return pairs;
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

/** Cut links of a shape over replicas in a drawn order; `chance` settles what the shape leaves open. */
export function blockedPairs(shape: PartitionShape, order: readonly number[], chance: number): number[] {
  const n = order.length;
  const first = order[0] as number; // a partition needs at least two replicas
  switch (shape) {
    case 'isolate':
      return split((i) => i === 0, order);
    case 'one-way-in':
      return order.slice(1).flatMap((other) => [other, first]);
    case 'one-way-out':
      return order.slice(1).flatMap((other) => [first, other]);
    case 'link':
      return [first, order[1] as number];
    case 'majority':
      return split((i) => i < Math.floor((n - 1) / 2), order);
    case 'halves':
      return split((i) => i < 1 + (chance % Math.max(1, n - 1)), order);
    case 'bridge': {
      // Two sides that see each other only through the first.
      const side = (i: number): number => (i === 0 ? 0 : i <= n / 2 ? 1 : 2);
      return pairsWhere(order, (i, j) => side(i) * side(j) === 2);
    }
    case 'ring':
      // Everybody sees a majority, nobody the same one.
      return pairsWhere(order, (i, j) => {
        const distance = Math.min((i - j + n) % n, (j - i + n) % n);
        return distance > Math.max(1, Math.floor(n / 4));
      });
  }
}

const split = (inside: (i: number) => boolean, order: readonly number[]): number[] =>
  pairsWhere(order, (i, j) => inside(i) !== inside(j));

function pairsWhere(order: readonly number[], cut: (i: number, j: number) => boolean): number[] {
  const pairs: number[] = [];
  order.forEach((from, i) => {
    order.forEach((to, j) => {
      if (i !== j && cut(i, j)) pairs.push(from, to);
    });
  });
  return pairs;
}
