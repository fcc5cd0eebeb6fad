import type { CheckTemplate } from '../../check/model/template.ts';
import { fromSystem } from '../../check/systems/from-system.ts';
import type { CheckHints } from '../../check/systems/hints.ts';
import { KNOWN_HINTS } from '../../check/systems/known.ts';
import { BadInput, mutantInFile } from '../../input/bad-input.ts';
import { mutantNamed } from '../../mutants/catalogue-of.ts';
import type { System } from '../../scenario/system.ts';
import { isSystemFile, type Registry } from '../../systems/registry.ts';
import { smallSystems } from './small-systems.ts';

/** How to build a system other than as it is. */
interface Wanted {
  readonly mutant?: string | undefined;
  readonly catalogue?: string | undefined;
  readonly settings?: Settings;
}

type Settings = NonNullable<CheckHints['settings']>;

/** Loads the template of a system by name or file. @throws BadInput */
export async function templateNamed(
  name: string,
  registry: Registry,
  { catalogue, mutant, settings = {} }: Wanted = {},
): Promise<CheckTemplate> {
  if (mutant !== undefined) return mutatedTemplate(name, registry, mutant, catalogue, settings);
  const small = smallSystems.get(name);
  if (small !== undefined) {
    if (Object.keys(settings).length > 0)
      throw new BadInput(`--set: ${name} has no settings; it is known to the checker only`);
    return small;
  }
  const system = registry.systems.get(name);
  if (system !== undefined) return fromSystem(system, withSettings(KNOWN_HINTS.get(name), settings));
  if (isSystemFile(name)) {
    const { moduleIn } = await import('../shared/system-file.ts'); // loads a compiler
    return templateFrom(await moduleIn(name), name, settings);
  }
  const names = [...smallSystems.keys(), ...registry.systems.keys()].join(', ');
  throw new BadInput(
    `--system ${name}: there is no such system; there are ${names}, and files such as ./my-system.ts`,
  );
}

/** Builds a built-in system with a mutant, and with the settings under which the mutant is a bug. */
async function mutatedTemplate(
  name: string,
  registry: Registry,
  id: string,
  catalogue: string | undefined,
  given: Settings,
): Promise<CheckTemplate> {
  const { mutatedRegistry } = await import('../../mutants/mutated-registry.ts'); // loads a compiler
  const mutated = await mutatedRegistry(registry, id, catalogue);
  const system = mutated.systems.get(name);
  if (system === undefined) throw mutantInFile(id, name);
  const own = mutantNamed(id, catalogue).scenario?.settings ?? {};
  return fromSystem(
    system,
    withSettings(KNOWN_HINTS.get(name), { ...(own as Settings), ...given }), // present values are never undefined
  );
}

const withSettings = (hints: CheckHints = {}, settings: Settings): CheckHints => ({
  ...hints,
  settings: { ...hints.settings, ...settings },
});

/** Reads a file's default export: a template, or a system, with hints for the checker in the export `check`. */
function templateFrom(module: object, file: string, settings: Settings): CheckTemplate {
  const exported: unknown = 'default' in module ? module.default : undefined;
  const end = 'it must end with: export default defineSystem({ ... })';
  if (typeof exported !== 'object' || exported === null)
    throw new BadInput(`${file} has no default export that is a system; ${end}`);
  if (typeof Reflect.get(exported, 'build') !== 'function')
    throw new BadInput(`${file}: its default export is no system; ${end}`);
  if ('size' in exported && 'configuration' in exported)
    return { ...(exported as CheckTemplate), name: file }; // it has the shape of a template
  const hints = 'check' in module && typeof module.check === 'object' ? (module.check as CheckHints) : {}; // trusted as declared
  return fromSystem({ ...(exported as System), name: file }, withSettings(hints, settings)); // anything else with `build` is a system
}
