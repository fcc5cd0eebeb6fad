import { dirname } from 'node:path';

/** `require` as programs know it. */
export interface Require {
  (specifier: string): unknown;
  resolve(specifier: string, options?: { paths?: readonly string[] }): string;
  readonly cache: { [path: string]: ProgramModule };
  readonly main: ProgramModule | undefined;
}

/** `module` as programs know it. */
export interface ProgramModule {
  id: string;
  path: string;
  filename: string;
  exports: unknown;
  loaded: boolean;
  parent: ProgramModule | undefined;
  children: ProgramModule[];
  paths: string[];
  require: Require | undefined;
}

export function newModule(path: string, parent: ProgramModule | undefined): ProgramModule {
  const module: ProgramModule = {
    id: parent === undefined ? '.' : path,
    path: dirname(path),
    filename: path,
    exports: {},
    loaded: false,
    parent,
    children: [],
    paths: [],
    require: undefined,
  };
  parent?.children.push(module);
  return module;
}
