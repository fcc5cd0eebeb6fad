import { BadInput } from '../../input/bad-input.ts';
import type { System } from '../../scenario/system.ts';
import { inFileOf, isSystemFile, type Registry } from '../../systems/registry.ts';

/** The systems for recordings; a file that is named stands for the one that they name. @throws BadInput */
export async function recordedWith(name: string | undefined, registry: Registry): Promise<Registry> {
  if (name === undefined) return registry;
  if (!isSystemFile(name))
    throw new BadInput(
      `--system ${name}: a recording names its system; only the file of one's own is needed`,
    );
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

/** Options that change a run have no meaning for one that was recorded. @throws BadInput naming those that are not `known`. */
export function refuseOthers(options: object, known: readonly string[]): void {
  const others = Object.entries(options)
    .filter(([name, value]) => value !== undefined && name !== 'recording' && !known.includes(name))
    .map(([name]) => `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`);
  if (others.length > 0) throw new BadInput(`--recording: leave ${others.join(' and ')} out`);
}
