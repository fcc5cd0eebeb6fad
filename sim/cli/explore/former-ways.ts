import type { StepName } from '../../check/explore/explorer.ts';

const VERSIONS_MAX = 10;
const WAYS_MAX = 200;

/** Paths shown on pages, by version of the system, as step names that later versions can follow. */
export class FormerWays {
  private readonly versions = new Map<string, Map<string, readonly StepName[]>>();

  remember(version: string, way: readonly number[], names: readonly StepName[]): void {
    const ways = this.versions.get(version) ?? new Map<string, readonly StepName[]>();
    this.versions.set(version, ways);
    ways.set(way.join('.'), names);
    dropOldest(ways, WAYS_MAX);
    dropOldest(this.versions, VERSIONS_MAX);
  }

  namesOf(version: string, way: readonly number[]): readonly StepName[] | undefined {
    return this.versions.get(version)?.get(way.join('.'));
  }
}

function dropOldest(map: Map<string, unknown>, sizeMax: number): void {
  for (const key of map.keys()) {
    if (map.size <= sizeMax) return;
    map.delete(key);
  }
}
