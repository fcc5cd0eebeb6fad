import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import type { HostLog } from '../log.ts';
import { writeWhole } from '../whole-file.ts';
import { type Address, addressText, parseAddress } from '../wire/address.ts';
import type { Place } from '../wire/hello.ts';

/** Replicas have ids below this, clients above. */
export const REPLICAS_MAX = 256;

const schema = z.array(z.strictObject({ id: z.number().int(), at: z.string(), clientsAt: z.string() }));

/** Where the replicas can be called: as said at the start, and as they have said since. Kept in a file, for the next start. */
export class Places {
  private readonly byId = new Map<number, Place>();
  private readonly file: string;
  private readonly log: HostLog;
  private readonly fixed: boolean;

  /** With `fixed` what was said at the start holds, whatever the replicas say. */
  constructor(file: string, log: HostLog, fixed: boolean) {
    this.file = file;
    this.fixed = fixed;
    this.log = log;
    for (const place of existsSync(file) && !fixed ? this.read() : []) this.byId.set(place.id, place);
  }

  /** A replica is there, whatever was known before. */
  put(place: Place): void {
    this.byId.set(place.id, place);
  }

  /** A replica has said where it is. Returns whether that is news. */
  learn({
    id,
    at,
    clientsAt,
  }: {
    readonly id: number;
    readonly at: string | null;
    readonly clientsAt: string | null;
  }): boolean {
    if (this.fixed || at === null || clientsAt === null || id < 0 || id >= REPLICAS_MAX) return false;
    const known = this.byId.get(id);
    if (known?.at === at && known.clientsAt === clientsAt) return false;
    if (parseAddress(at) === undefined || parseAddress(clientsAt) === undefined) return false;
    this.byId.set(id, { id, at, clientsAt });
    this.log.info({ peer: id, at, clientsAt }, newsOf(known, at));
    writeWhole(this.file, JSON.stringify(this.all()));
    return true;
  }

  address(id: number): Address | undefined {
    const place = this.byId.get(id);
    return place === undefined ? undefined : parseAddress(place.at);
  }

  all(): Place[] {
    return [...this.byId.values()].sort((a, b) => a.id - b.id);
  }

  /** A damaged file is as good as none: replicas say again where they are. */
  private read(): readonly Place[] {
    try {
      return schema.parse(JSON.parse(readFileSync(this.file, 'utf8')));
    } catch {
      this.log.warn({ file: this.file }, 'the file of places is damaged and not used');
      return [];
    }
  }
}

/** Where another one takes clients is not known before it says so itself: that is no move. */
function newsOf(known: Place | undefined, at: string): string {
  if (known === undefined) return 'a replica has come';
  return known.at === at ? 'a replica has said where it takes clients' : 'a replica has moved';
}

export const placeOf = (id: number, at: Address, clientsAt: Address): Place => ({
  id,
  at: addressText(at),
  clientsAt: addressText(clientsAt),
});
