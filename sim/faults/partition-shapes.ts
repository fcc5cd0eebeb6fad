/** Shapes of partitions. */
export const PARTITION_SHAPES = [
  'isolate',
  'halves',
  'majority',
  'bridge',
  'ring',
  'one-way-in',
  'one-way-out',
  'link',
] as const;

export type PartitionShape = (typeof PARTITION_SHAPES)[number];

/** Whether messages still pass in one direction. */
export const isOneWay = (shape: PartitionShape): boolean =>
  shape === 'one-way-in' || shape === 'one-way-out' || shape === 'link';

/** Cut links of a shape as pairs from, to, over replicas in a drawn order; `chance` settles what the shape leaves open. */
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
