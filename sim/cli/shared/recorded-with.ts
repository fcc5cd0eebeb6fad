import type { System } from '../../scenario/system.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';

/** The systems for recordings; a file that is named stands for the one that they name. @throws BadInput */
export const recordedWith = (name: string | undefined, registry: Registry): Promise<Registry> =>
  name !== undefined && isSystemFile(name) ? fileAs(name, registry) : Promise.resolve(registry);

/** Registers a system file under the path in the recording. */
async function fileAs(file: string, registry: Registry): Promise<Registry> {
  const { withSystemFiles } = await import('./system-file.ts');
  const loaded = (await withSystemFiles(registry, [file])).systems.get(file);
  if (loaded === undefined) return registry;
  const systems = new Map(registry.systems);
  const get = (name: string): System | undefined =>
    systems.get(name) ?? (isSystemFile(name) ? loaded : undefined);
  return { ...registry, systems: Object.assign(new Map([...systems, [file, loaded]]), { get }) };
}
