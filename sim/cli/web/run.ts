import { BadInput } from '../../input/bad-input.ts';
import { codeOf } from '../../input/json-file.ts';
import { parseInteger } from '../../input/numbers.ts';
import type { Registry } from '../../systems/registry.ts';
import { text } from '../../text/layout.ts';
import { webServer } from '../../web/server.ts';
import { smallSystems } from '../check/small-systems.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';

/** Raw options from commander. */
export interface WebOptions {
  readonly store?: string;
  readonly port?: string;
  readonly host?: string;
  readonly readOnly?: true;
}

const STORE = 'findings/store.db';
const PORT = '8317';
const PORT_MAX = 65_535;
const LOOPBACK = '127.0.0.1';

/** Serves until Ctrl-C. @throws BadInput */
export async function runWeb(options: WebOptions, io: Io, { systems }: Registry): Promise<ExitCode> {
  const port = parseInteger('--port', options.port ?? PORT, 0);
  if (port > PORT_MAX) throw new BadInput(`--port ${port}: there are ports up to ${PORT_MAX}`);
  const { host = LOOPBACK, store = STORE } = options;
  const readOnly = options.readOnly === true;
  const explorable = [...smallSystems.keys(), ...systems.keys()].filter(
    (name, i, all) => all.indexOf(name) === i,
  );
  const server = await webServer({ store, readOnly, hosts: [host], systems, explorable });
  let interrupt: () => void = () => {};
  const interrupted = new Promise<void>((resolve) => {
    interrupt = resolve;
  });
  const stopListening = io.onInterrupt(() => interrupt());
  try {
    const address = await server.listen({ port, host });
    const shown = readOnly ? `${store}, read-only` : store;
    io.out(
      text([
        `${io.paint.good('✓ listening')}  ${shown} · Ctrl-C ends it`,
        `  open        ${io.paint.command(address)}`,
      ]),
    );
    await interrupted;
    return ExitCode.clean;
  } catch (error) {
    throw new BadInput(`--host ${host} --port ${port}: cannot listen there (${codeOf(error)})`);
  } finally {
    stopListening();
    await server.close();
  }
}
