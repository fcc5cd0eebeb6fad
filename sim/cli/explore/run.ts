import { BadInput } from '../../input/bad-input.ts';
import { parseInteger } from '../../input/numbers.ts';
import type { Registry } from '../../systems/registry.ts';
import { labelled, text } from '../../text/layout.ts';
import type { CheckOptions } from '../check/options.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';
import { openExplorer } from './open.ts';

const PORT_MAX = 65_535;

/** Serves the Explorer until Ctrl-C. @throws BadInput */
export async function runExplore(
  options: CheckOptions & { readonly port?: string },
  io: Io,
  registry: Registry,
): Promise<ExitCode> {
  const port = options.port === undefined ? 0 : parseInteger('--port', options.port, 1);
  if (port > PORT_MAX) throw new BadInput(`--port ${port}: ports end at ${PORT_MAX}`);
  const served = await openExplorer(options, registry, port);
  io.out(text([`${io.paint.strong('explorer')}  ${served.url}`, labelled(['end', 'Ctrl-C'])]));
  await new Promise<void>((resolve) => {
    const stopListening = io.onInterrupt(() => {
      stopListening();
      resolve();
    });
  });
  await served.close();
  return ExitCode.clean;
}
