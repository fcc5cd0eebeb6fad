import { randomBytes } from 'node:crypto';
import { commitText } from '../../files/commit.ts';
import type { Offers } from '../../fleet/offers.ts';
import type { OffersOptions } from '../../fleet/offers-options.ts';
import { visible } from '../../page/parts/visible.ts';
import type { Io } from './io.ts';

/** Work that is gone when this process is: nobody resumes it. */
export type Passing = Pick<OffersOptions, 'label' | 'code' | 'limitMs' | 'heapMbMax' | 'priority' | 'run'>;

/** A fleet that can be reached. */
export interface Fleet {
  /** Its host, without the password. */
  readonly place: string;
  /** Number of its threads at the time of asking. */
  readonly threads: number;
  /** Offers the tasks of a program to it. @throws BadInput */
  open(work: Passing): Promise<Offers>;
}

/** Loads the packages that only a fleet needs. @throws BadInput */
export async function fleetAt(url: string, io: Io): Promise<Fleet> {
  const { connected } = await import('../../fleet/redis.ts');
  const { threadsAt } = await import('../../fleet/presence.ts');
  const { Offers } = await import('../../fleet/offers.ts');
  const shared = await connected(url);
  const threads = await threadsAt(shared.client).finally(() => shared.close());
  const said = new Set<string>();
  return {
    place: shared.place,
    threads,
    open: async (work) =>
      Offers.open(await connected(url), {
        ...work,
        campaign: randomBytes(8).toString('hex'),
        commit: commitText() ?? null,
        isOver: () => false,
        onRefusal(worker, reason) {
          const line = visible(`worker ${worker} gives batches back: ${reason}`);
          if (!said.has(line)) io.err(`${line}\n`);
          said.add(line);
        },
      }),
  };
}
