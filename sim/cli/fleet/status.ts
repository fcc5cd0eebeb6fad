import { connected } from '../../fleet/redis.ts';
import { fleetStatus } from '../../fleet/status.ts';
import { visible } from '../../page/parts/visible.ts';
import { commandLine } from '../../text/command-line.ts';
import { labelled, text } from '../../text/layout.ts';
import { count, several } from '../../words/units.ts';
import { ExitCode } from '../shared/exit-codes.ts';
import type { Io } from '../shared/io.ts';

export interface StatusOptions {
  readonly redis: string;
  readonly json?: true;
}

/** @throws BadInput */
export async function status({ redis, json }: StatusOptions, io: Io): Promise<ExitCode> {
  const shared = await connected(redis);
  try {
    const found = await fleetStatus(shared);
    if (json === true) {
      io.out(`${JSON.stringify(found)}\n`);
      return ExitCode.clean;
    }
    const { workers, campaigns, batches } = found;
    const threads = workers.reduce((sum, each) => sum + each.threads, 0);
    // The URL may hold a password, which must not be printed.
    const next = commandLine('fleet', undefined, ['work', '--redis', `redis://${shared.place}`]);
    io.out(
      text([
        `${several(workers.length, 'worker')} with ${several(threads, 'thread')} at ${shared.place}`,
        ...workers.map((each) =>
          labelled(['worker', visible(`${each.name} · ${several(each.threads, 'thread')}`)]),
        ),
        ...campaigns.map(({ label, commit, awaited }) =>
          labelled([
            'campaign',
            visible(
              `${label} · commit ${commit ?? 'unknown'} · ${several(awaited, 'batch').replace('batchs', 'batches')} on their way`,
            ),
          ]),
        ),
        labelled([
          'batches',
          `${count(batches.waiting)} wait, ${count(batches.running)} run, ${count(batches.givenBack)} were given back`,
        ]),
        labelled(['next', io.paint.command(next)]),
      ]),
    );
    return ExitCode.clean;
  } finally {
    shared.close();
  }
}
