import type { System } from '../../scenario/system.ts';
import { inFileOf, isSystemFile, type Registry } from '../../systems/registry.ts';

/** The systems for recordings; a file that is named stands for the one that they name. @throws BadInput */
export async function recordedWith(name: string | undefined, registry: Registry): Promise<Registry> {
  if (name === undefined || !isSystemFile(name)) return registry;
  const { withSystemFiles } = await import('./system-file.ts');
  const loaded = (await withSystemFiles(registry, [name])).systems.get(name);
  return loaded === undefined ? registry : standingFor(loaded, registry);
}

/** Finds a system also by the name in its definition if it is from a file; older recordings have a path of the file instead. */
export function standingFor(system: System, registry: Registry): Registry {
  const own = inFileOf(system)?.name;
  if (own === undefined) return registry;
  const systems = new Map([...registry.systems, [system.name, system], [own, system]]);
  const get = (name: string): System | undefined =>
    systems.get(name) ?? (isSystemFile(name) ? system : undefined);
  return { ...registry, systems: Object.assign(new Map(systems), { get }) };
}
