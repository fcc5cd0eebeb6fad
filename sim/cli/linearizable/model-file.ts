import { existsSync, statSync } from 'node:fs';
import type { UserModel, UserStep } from '../../../invariants/linearizability/user-model.ts';
import { BadInput } from '../../input/bad-input.ts';
import { importedFile, placeOf } from '../shared/system-file.ts';

/** The model that a file exports; what its functions throw, or return that is no step, is bad input. @throws BadInput */
export async function modelIn(file: string): Promise<UserModel<unknown>> {
  const option = `--model ${file}`;
  if (!existsSync(file)) throw new BadInput(`${option}: there is no such file`);
  if (!statSync(file).isFile()) throw new BadInput(`${option}: this is no file`);
  const module = await importedFile(file);
  if (!('default' in module))
    throw new BadInput(
      `${option}: it has no default export; it must end with: export default { init, step }`,
    );
  const model: unknown = module.default;
  const wanted = 'its default export must be an object with the functions init and step';
  if (!isModel(model)) throw new BadInput(`${option}: ${wanted}`);
  for (const name of ['equals', 'partition'] as const)
    if (model[name] !== undefined && typeof model[name] !== 'function')
      throw new BadInput(`${option}: ${name} must be a function, if it is given`);
  if (model.name !== undefined && typeof model.name !== 'string')
    throw new BadInput(`${option}: name must be a text, if it is given`);
  return guarded(model, file);
}

const isModel = (value: unknown): value is UserModel<unknown> =>
  typeof value === 'object' &&
  value !== null &&
  'init' in value &&
  typeof value.init === 'function' &&
  'step' in value &&
  typeof value.step === 'function';

/** The model, whose errors name the function, its file and its line. */
function guarded(model: UserModel<unknown>, file: string): UserModel<unknown> {
  const call = <Out>(name: string, work: () => Out): Out => {
    try {
      return work();
    } catch (error) {
      const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
      throw new BadInput(`${placeOf(error, file)}: ${name} threw: ${text.replaceAll(/\s+/g, ' ')}`);
    }
  };
  return {
    ...(model.name === undefined ? {} : { name: model.name }),
    init: () => call('init', () => model.init()),
    step: (state, operation) =>
      checkedSteps(
        file,
        call('step', () => model.step(state, operation)),
      ),
    ...(model.equals === undefined
      ? {}
      : { equals: (a, b) => call('equals', () => model.equals?.(a, b) === true) }),
    ...(model.partition === undefined
      ? {}
      : {
          partition: (operation) =>
            checkedPart(
              file,
              call('partition', () => model.partition?.(operation)),
            ),
        }),
  };
}

function checkedPart(file: string, part: unknown): string {
  if (typeof part === 'string') return part;
  throw new BadInput(`--model ${file}: partition must return a text, not ${JSON.stringify(part)}`);
}

type Steps = UserStep<unknown> | readonly UserStep<unknown>[];

function checkedSteps(file: string, steps: Steps): Steps {
  const all: unknown = steps;
  for (const step of Array.isArray(all) ? (all as unknown[]) : [all]) // elements of a list of anything
    if (typeof step !== 'object' || step === null || !('state' in step))
      throw new BadInput(
        `--model ${file}: step must return { state, result } or a list of such steps, not ${JSON.stringify(step)}`,
      );
  return steps;
}
