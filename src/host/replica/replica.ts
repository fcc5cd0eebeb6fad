import { randomFillSync } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { processId } from '../../process/ids.ts';
import { HostClock } from '../clock.ts';
import { HostDisk } from '../disk.ts';
import { lockFolder } from '../folder-lock.ts';
import { HostInputError } from '../host-input-error.ts';
import { type Fate, HostedProcess } from '../hosted.ts';
import type { Hosting, Witness } from '../hosting.ts';
import type { HostLog } from '../log.ts';
import { HostRandom, type RandomSeed } from '../random.ts';
import type { Served } from '../served.ts';
import { HostTimers } from '../timers.ts';
import type { Address } from '../wire/address.ts';
import type { TlsKeys } from '../wire/security.ts';
import { refuseOpenDoor } from './doors.ts';
import { writeFormatted } from './format.ts';
import { claim, filesIn, isBlank } from './identity.ts';
import { ReplicaNetwork } from './network.ts';
import { Places, placeOf } from './places.ts';

/** What is to run, and where. */
export interface ReplicaOptions {
  readonly served: Served;
  readonly cluster: string;
  readonly self: number;
  /** Where the replicas can be called, by id; this one's own among them. */
  readonly peers: readonly Address[];
  /** Where it listens, when that is not where others call it. */
  readonly listenAt?: Address;
  /** A port of its own for clients. */
  readonly clientsAt?: Address;
  readonly directory: string;
  /** It has never run: an empty directory is formatted. Otherwise an empty one is a lost one. */
  readonly isNew: boolean;
  readonly keys?: TlsKeys;
  readonly insecure: boolean;
  /** Others are where `peers` says, and not where they say that they are: there is something between them. */
  readonly fixedPeers?: boolean;
  /** For tests: a kill is a loss of power for the files, and each sync takes so long. */
  readonly unsyncedMs?: number;
  readonly log: HostLog;
  /** Makes the witness of its steps: the flight recorder. */
  readonly witness?: (replica: HostedReplica, seed: RandomSeed) => Witness;
  /** The process has ended itself. */
  ended(fate: Fate): void;
}

/** One replica of a system on this machine. */
export class HostedReplica {
  readonly clock = new HostClock();
  readonly random: HostRandom;
  readonly network: ReplicaNetwork;
  readonly options: ReplicaOptions;
  readonly probes = new Map<string, number>();
  private readonly timers: HostTimers;
  private readonly unlock: () => Promise<void>;
  private stopped: Promise<void> | undefined;
  private running: { readonly process: HostedProcess; readonly disk: HostDisk } | undefined;

  private constructor(options: ReplicaOptions, places: Places, unlock: () => Promise<void>) {
    const { self, served, cluster, peers, clientsAt, keys, log } = options;
    const own = peers[self];
    if (own === undefined) throw new HostInputError(`there is no address of replica ${self} among the peers`);
    peers.forEach((at, id) => {
      if (id === self || places.address(id) === undefined)
        places.put(placeOf(id, at, id === self && clientsAt !== undefined ? clientsAt : at));
    });
    this.options = options;
    this.unlock = unlock;
    this.random = new HostRandom(drawnSeed());
    this.timers = new HostTimers(this.clock, (timer) => this.process.timer(timer));
    this.network = new ReplicaNetwork({
      self,
      served,
      agreement: { cluster, system: served.name, format: served.wireFormat },
      places,
      own: placeOf(self, own, clientsAt ?? own),
      keys,
      log,
      // What comes before it has begun is lost: protocols send again.
      deliver: (from, message, encoded) => this.running?.process.message(from, message, encoded),
    });
  }

  /**
   * Starts it: takes the directory, listens, calls the others, and lets the process begin.
   * @throws HostInputError in one sentence, FolderLocked, Error of node:fs
   */
  static async start(options: ReplicaOptions): Promise<HostedReplica> {
    const { directory, self, peers, listenAt, clientsAt, keys, insecure } = options;
    const at = listenAt ?? peers[self];
    if (at === undefined) throw new HostInputError(`there is no address of replica ${self} among the peers`);
    refuseOpenDoor([at, ...(clientsAt === undefined ? [] : [clientsAt])], keys, insecure);
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const unlock = await lockFolder(directory);
    try {
      return await HostedReplica.startIn(options, at, unlock);
    } catch (error) {
      await unlock();
      throw error;
    }
  }

  private static async startIn(
    options: ReplicaOptions,
    at: Address,
    unlock: () => Promise<void>,
  ): Promise<HostedReplica> {
    const { directory, served, self, cluster, clientsAt, log } = options;
    const blank = isBlank(directory);
    const identity = { cluster, system: served.name, replica: self, format: served.diskFormat };
    refuseLost(options, blank);
    if (!blank) claim(directory, identity);
    else if (!options.isNew)
      log.warn({ directory }, 'the disk of this replica is lost: it recovers from the others');
    const places = new Places(path.join(directory, 'places.json'), log, options.fixedPeers === true);
    const replica = new HostedReplica(options, places, unlock);
    try {
      await replica.network.listen(at, clientsAt);
      // Not before: a replica that could not listen has not run, and its folder is still a new one.
      if (blank && options.isNew) writeFormatted(filesIn(directory), served.formatted);
      if (blank) claim(directory, identity);
      await replica.begin();
    } catch (error) {
      replica.network.close();
      throw error;
    }
    return replica;
  }

  get process(): HostedProcess {
    return this.parts.process;
  }

  get disk(): HostDisk {
    return this.parts.disk;
  }

  /** Ends it: nothing is sent or taken any more, what is being written is written. */
  stop(): Promise<void> {
    this.stopped ??= this.end();
    return this.stopped;
  }

  private async end(): Promise<void> {
    this.process.halt();
    this.timers.stop();
    this.network.close();
    await this.disk.close();
    await this.unlock();
  }

  private get parts(): { readonly process: HostedProcess; readonly disk: HostDisk } {
    if (this.running === undefined) throw new Error('the replica has not begun');
    return this.running;
  }

  private async begin(): Promise<void> {
    const { served, self, directory, witness } = this.options;
    const disk = await HostDisk.open(
      filesIn(directory),
      (completion) => this.process.completion(completion),
      this.options.unsyncedMs,
    );
    const seed = this.random.seed;
    const recorder = witness?.(this, seed);
    const hosting: Hosting = {
      clock: this.clock,
      random: this.random,
      disk,
      ...(recorder === undefined ? {} : { witness: recorder }),
      send: (to, encoded) => this.network.send(to, encoded),
      setTimer: (timer, delayUs) => this.timers.set(timer, delayUs),
      cancelTimer: (timer) => this.timers.cancel(timer),
      probe: (name) => this.probes.set(name, (this.probes.get(name) ?? 0) + 1),
      ended: (fate) => {
        this.timers.stop();
        this.options.ended(fate);
      },
    };
    const process = new HostedProcess(served.replica, processId(self), served.replicas, hosting);
    this.running = { process, disk };
    this.network.call();
    process.start();
  }
}

/** A system that cannot tell a new disk from a lost one must not be started on a lost one. @throws HostInputError */
function refuseLost({ directory, served, isNew }: ReplicaOptions, blank: boolean): void {
  if (!blank && isNew)
    throw new HostInputError(`${directory} is in use by a replica that has run: start it without --new`);
  if (!blank || isNew || served.formatted !== undefined) return;
  throw new HostInputError(
    `${directory} is empty: say --new if this replica has never run; if its disk was lost, it must not come back, as ${served.name} cannot tell`,
  );
}

function drawnSeed(): RandomSeed {
  const [a = 0, b = 0, c = 0, d = 0] = randomFillSync(new Int32Array(4));
  return [a, b, c, d];
}
