import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { writeAtomically } from '../../files/write.ts';
import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import type { Registry } from '../../systems/registry.ts';
import { labelled, text } from '../../text/layout.ts';
import type { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { runSim } from '../sim/run.ts';
import { clusterText, MARK } from './cluster-text.ts';
import { type Route, routesOf } from './routes.ts';

export interface TryOptions {
  readonly http: readonly string[];
  readonly nodes: string;
  readonly port: string;
  readonly env?: readonly string[];
  readonly seeds: string;
  readonly cluster?: string;
}

const NODES_MAX = 7;
const PORT_MAX = 65_535;

/** Writes the cluster file described by the command line, and runs it. @throws BadInput */
export async function runTry(
  entry: string,
  options: TryOptions,
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  if (!existsSync(entry)) throw new BadInput(`try ${entry}: there is no such file`);
  if (!statSync(entry).isFile()) throw new BadInput(`try ${entry}: this is no file`);
  const nodes = within('--nodes', options.nodes, NODES_MAX);
  const port = within('--port', options.port, PORT_MAX);
  const routes: readonly Route[] = routesOf(options.http);
  const name = path.basename(entry).replace(/\.[^.]*$/, '');
  const file = options.cluster ?? `./${name}.cluster.mjs`;
  const env = Object.fromEntries((options.env ?? []).map(variable));
  const relative = path.relative(path.dirname(path.resolve(file)), path.resolve(entry));
  const code = clusterText({ name, entry: relative, nodes, port, env, routes });
  refuseForeign(file);
  writeAtomically(file, code);
  io.out(text([io.paint.faint(labelled(['cluster', `${file} · yours to change`]))]));
  return runSim(undefined, { system: file, seeds: options.seeds }, io, registry);
}

function within(option: string, given: string, max: number): number {
  const value = parseInteger(option, given, 1);
  if (value > max) throw new BadInput(`${option} ${given}: at most ${max}`);
  return value;
}

function variable(given: string): readonly [string, string] {
  const at = given.indexOf('=');
  if (at < 1) throw new BadInput(`--env ${given}: it must be NAME=VALUE`);
  return [given.slice(0, at), given.slice(at + 1)];
}

/** Refuses to overwrite a file that was written or edited by hand. @throws BadInput */
function refuseForeign(file: string): void {
  if (!existsSync(file)) return;
  if (statSync(file).isFile() && readFileSync(file, 'utf8').startsWith(MARK)) return;
  throw new BadInput(`${file} is there and was not made by try: --cluster names another one`);
}
