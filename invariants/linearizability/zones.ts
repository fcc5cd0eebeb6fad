/** A value by which it is known: a text, a number of a table, or null for none. */
export type ZoneValue = string | number | null;

/** An operation of a register with compare-and-set. */
export type ZoneOperation =
  | { readonly kind: 'read' }
  | { readonly kind: 'write'; readonly value: ZoneValue }
  | { readonly kind: 'cas'; readonly from: ZoneValue; readonly to: ZoneValue };

export type ZoneResult =
  | { readonly kind: 'read'; readonly value: ZoneValue }
  | { readonly kind: 'write' }
  | { readonly kind: 'cas'; readonly swapped: boolean };

/*
 * The monitor for registers in which every written value is another one: then each read names its write, and no search is needed.
 * A *cluster* is a value and the operations that wrote or saw it; a successful compare-and-set glues two of them into one *block*,
 * since nothing can come between. A block is summed up by two times: `first`, the earliest return in it, and `last`, the latest
 * call. Two blocks clash exactly if both must come before the other:
 *
 *     A.first < B.last  and  B.first < A.last
 *
 * (the zones of Gibbons & Korach 1997, kept online). `first` never changes, `last` only grows, so at a return only the block that
 * it touches is compared with the others; and a block that could not take even the oldest open operation is forgotten. The price
 * of an event is a handful of comparisons for each client, however long the history is.
 */

/** A value that was written, or that the register began with. */
interface Cluster {
  readonly value: ZoneValue;
  readonly block: Block;
  /** Time of the earliest return in it or in one behind it in the block. */
  readonly first: number;
  /** The cluster that a compare-and-set made of it. */
  next: Cluster | undefined;
}

interface Block {
  readonly first: number;
  last: number;
  /** The oldest cluster that can still be seen. */
  head: Cluster | undefined;
}

interface Open {
  readonly id: number;
  readonly client: number;
  readonly operation: ZoneOperation;
  readonly calledAt: number;
  /** Somebody has seen its value. */
  seen: boolean;
}

/** What a monitor knows. Plain data. */
export interface ZoneState {
  /** Time of the latest event: 1, 2, 3 ... */
  now: number;
  readonly open: Map<number, Open>;
  /** Open operations that may have written a value which nobody has seen. */
  readonly producers: Map<ZoneValue, Open>;
  readonly clusters: Map<ZoneValue, Cluster>;
  /** In the order of `first`. */
  blocks: Block[];
  sweepAt: number;
}

/** Why no legal order exists any more. */
export type ZoneClash =
  /** Nothing that was called has written the value; or it was replaced for good, and is forgotten. */
  | 'not-there'
  /** The value, or what it was swapped for, was replaced for good before the operation was called. */
  | 'replaced'
  /** Two swaps away from one value succeeded. */
  | 'swapped-twice'
  /** The operation failed without effect, but its value was seen. */
  | 'seen-though-failed';

/** The history is outside what the monitor can judge: a value was written twice, or a compare-and-set told only what the value was not. */
export class ZoneLimit extends Error {}

const SWEEP_MIN = 16;

export function initialZones(initial: ZoneValue = null): ZoneState {
  const block: Block = { first: -Infinity, last: -Infinity, head: undefined };
  const cluster: Cluster = { value: initial, block, first: -Infinity, next: undefined };
  block.head = cluster;
  return {
    now: 0,
    open: new Map(),
    producers: new Map(),
    clusters: new Map([[initial, cluster]]),
    blocks: [block],
    sweepAt: SWEEP_MIN,
  };
}

/** A client calls. Ids are unique. @throws ZoneLimit when the value is not a new one */
export function zoneCall(state: ZoneState, id: number, client: number, operation: ZoneOperation): void {
  state.now += 1;
  const open: Open = { id, client, operation, calledAt: state.now, seen: false };
  state.open.set(id, open);
  if (operation.kind === 'read') return;
  const value = valueWritten(operation);
  if (state.producers.has(value) || state.clusters.has(value))
    throw new ZoneLimit(`the value ${value} is written twice`);
  state.producers.set(value, open);
}

const valueWritten = (operation: Exclude<ZoneOperation, { kind: 'read' }>): ZoneValue =>
  operation.kind === 'write' ? operation.value : operation.to;

/** An operation returns. @throws ZoneLimit for a refused compare-and-set */
export function zoneReturned(state: ZoneState, id: number, result: ZoneResult): ZoneClash | undefined {
  const open = close(state, id);
  if (open === undefined) return undefined;
  const { operation } = open;
  let clash: ZoneClash | undefined;
  if (operation.kind === 'read') {
    if (result.kind !== 'read') throw new ZoneLimit('a read returned no value');
    clash = see(state, result.value, open.calledAt);
  } else {
    if (result.kind === 'cas' && !result.swapped)
      throw new ZoneLimit('a refused compare-and-set does not tell what it saw');
    if (!open.seen) clash = produce(state, open);
  }
  if (state.blocks.length > state.sweepAt) sweep(state);
  return clash;
}

/** The operation had no effect, and never will. */
export function zoneFailed(state: ZoneState, id: number): ZoneClash | undefined {
  const open = close(state, id);
  if (open === undefined || open.operation.kind === 'read') return undefined;
  if (open.seen) return 'seen-though-failed';
  state.producers.delete(valueWritten(open.operation));
  return undefined;
}

/** The operation will never return; it may act at any time from its call on, or never. */
export function zoneUnknown(state: ZoneState, id: number): void {
  close(state, id); // as a producer it stays
}

function close(state: ZoneState, id: number): Open | undefined {
  const open = state.open.get(id);
  if (open === undefined) return undefined;
  state.open.delete(id);
  state.now += 1;
  return open;
}

/** An operation that was called at that time has seen the value. */
function see(state: ZoneState, value: ZoneValue, calledAt: number): ZoneClash | undefined {
  let cluster = state.clusters.get(value);
  if (cluster === undefined) {
    const producer = state.producers.get(value);
    if (producer === undefined) return 'not-there';
    const clash = produce(state, producer);
    if (clash !== undefined) return clash;
    cluster = state.clusters.get(value);
    if (cluster === undefined) return 'not-there';
  }
  // What was made of the value had returned, or been seen, before this was called.
  if (cluster.next !== undefined && cluster.next.first < calledAt) return 'replaced';
  return reach(state, cluster.block, calledAt);
}

/** The open operation has certainly acted: its value is in a cluster of its own from now on. */
function produce(state: ZoneState, open: Open): ZoneClash | undefined {
  const { operation, calledAt } = open;
  if (operation.kind === 'read') return undefined;
  const value = valueWritten(operation);
  open.seen = true;
  state.producers.delete(value);
  if (operation.kind === 'write') {
    const block: Block = { first: state.now, last: calledAt, head: undefined };
    block.head = addCluster(state, value, block);
    state.blocks.push(block);
    return undefined;
  }
  const clash = see(state, operation.from, calledAt);
  if (clash !== undefined) return clash;
  const from = state.clusters.get(operation.from);
  if (from === undefined) return 'not-there';
  if (from.next !== undefined) return 'swapped-twice';
  from.next = addCluster(state, value, from.block);
  return undefined;
}

function addCluster(state: ZoneState, value: ZoneValue, block: Block): Cluster {
  const cluster: Cluster = { value, block, first: state.now, next: undefined };
  state.clusters.set(value, cluster);
  return cluster;
}

/** The block takes an operation that was called at that time. */
function reach(state: ZoneState, block: Block, calledAt: number): ZoneClash | undefined {
  if (calledAt <= block.last) return undefined;
  const { blocks } = state;
  for (let i = 0; i < blocks.length; i += 1) {
    const other = blocks[i];
    if (other === undefined || other.first >= calledAt) break;
    if (other !== block && block.first < other.last) return 'replaced';
  }
  block.last = calledAt;
  return undefined;
}

/** Forgets what no open operation, and none to come, can see any more. */
function sweep(state: ZoneState): void {
  let horizon = state.now + 1;
  for (const { calledAt, operation } of state.open.values()) {
    if (operation.kind !== 'write') {
      horizon = calledAt; // they are in the order of their calls
      break;
    }
  }
  // A block is dead if another one, with a return before the horizon, has a call after its first return.
  let highest = -Infinity;
  let second = -Infinity;
  let holder: Block | undefined;
  for (const block of state.blocks) {
    if (block.first >= horizon) break;
    if (block.last > highest) {
      second = highest;
      highest = block.last;
      holder = block;
    } else if (block.last > second) second = block.last;
  }
  const alive: Block[] = [];
  for (const block of state.blocks) {
    const dead = block.first < (block === holder ? second : highest);
    let cluster = block.head;
    while (cluster !== undefined && (dead || (cluster.next !== undefined && cluster.next.first < horizon))) {
      state.clusters.delete(cluster.value);
      cluster = cluster.next;
    }
    block.head = cluster;
    if (!dead) alive.push(block);
  }
  state.blocks = alive;
  state.sweepAt = Math.max(SWEEP_MIN, 2 * alive.length);
}
