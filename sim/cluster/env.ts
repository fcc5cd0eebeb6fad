import { calling, returnedText, wrongValue } from '../define/calling.ts';
import { isObject } from '../define/check-fields.ts';
import type { NodePlace, ProgramNodes } from './definition.ts';

/** The reason why a value is no set of environment variables; undefined when it is one. */
export function oddEnv(env: unknown): string | undefined {
  if (!isObject(env) || Array.isArray(env) || env instanceof Promise) return `it is ${returnedText(env)}`;
  const odd = Object.entries(env).find(([, value]) => typeof value !== 'string');
  return odd === undefined ? undefined : `its ${odd[0]} is ${returnedText(odd[1])}`;
}

/** Environment variables of a node. @throws FunctionError if `env` throws or returns anything but texts */
export const envOf = ({ env = {} }: ProgramNodes, place: NodePlace): Readonly<Record<string, string>> =>
  typeof env === 'object'
    ? env
    : calling('env', () => {
        const given = env(place);
        const odd = oddEnv(given);
        if (odd !== undefined) throw wrongValue(`it is not an object of texts: ${odd}`);
        return given;
      });
