import * as realV8 from 'node:v8';
import type { Exports } from '../library/source.ts';
import { refused } from '../refuse/refused.ts';

const MIB = 1_048_576;
const WHY = 'the memory and the compiler of the real process belong to no program';

/** Functions of `v8` without effect on the real process, and without knowledge of it. */
const PURE = new Set([
  'serialize',
  'deserialize',
  'Serializer',
  'Deserializer',
  'DefaultSerializer',
  'DefaultDeserializer',
  'isStringOneByteRepresentation',
  'cachedDataVersionTag',
]);

/** Figures of a heap that never changes, by the names of this version of Node. */
function fixed(figures: object, known: Readonly<Record<string, number>>): object {
  return Object.fromEntries(Object.keys(figures).map((key) => [key, known[key] ?? 0]));
}

const heap = {
  total_heap_size: 24 * MIB,
  total_physical_size: 24 * MIB,
  total_available_size: 2_048 * MIB,
  used_heap_size: 16 * MIB,
  heap_size_limit: 2_048 * MIB,
  number_of_native_contexts: 1,
};

/** `node:v8`: values to bytes and back as they are, figures that are the same everywhere, and nothing else. */
export function v8Module(): Exports {
  const real = realV8 as unknown as Exports; // a module namespace seen as a record
  const made: Exports = {};
  for (const [key, value] of Object.entries(real)) {
    if (key === 'default') continue;
    const isOwn = PURE.has(key) || (typeof value !== 'function' && typeof value !== 'object');
    made[key] = isOwn ? value : refused(`v8.${key}`, WHY, Object(value) as object);
  }
  return Object.assign(made, {
    getHeapStatistics: () => fixed(realV8.getHeapStatistics(), heap),
    getHeapCodeStatistics: () => fixed(realV8.getHeapCodeStatistics(), {}),
    getHeapSpaceStatistics: () =>
      realV8.getHeapSpaceStatistics().map((space) => ({ ...fixed(space, {}), space_name: space.space_name })),
    setFlagsFromString: () => undefined,
    startupSnapshot: { isBuildingSnapshot: () => false },
  });
}
