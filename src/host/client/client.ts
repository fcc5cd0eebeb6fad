import { randomBytes, randomFillSync, randomInt } from 'node:crypto';
import { decode } from '../../process/codec.ts';
import { type ProcessId, processId } from '../../process/ids.ts';
import type { Outcome } from '../../process/process.ts';
import type { AnyProcess } from '../hosted.ts';
import type { Witness } from '../hosting.ts';
import { type HostLog, silent } from '../log.ts';
import type { RandomSeed } from '../random.ts';
import { IDS_PER_CLIENT } from '../replica/guests.ts';
import type { Served } from '../served.ts';
import { type Address, addressText, parseAddress } from '../wire/address.ts';
import { ADDRESSES_BYTES, messageFrame } from '../wire/frame.ts';
import type { Agreement, Place } from '../wire/hello.ts';
import { CALLER_LIMITS, Link } from '../wire/link.ts';
import type { TlsKeys } from '../wire/security.ts';
import { NotTaken, refuseUntaken } from './outgoing.ts';
import { Session, type SessionBegins } from './session.ts';

/** Who is to be called, by what code. */
export interface HostedClientOptions {
  readonly code: AnyProcess;
  readonly agreement: Agreement;
  /** Where the replicas take clients, by id. */
  readonly at: readonly Address[];
  readonly keys?: TlsKeys;
  /** The guard of the replicas: what it refuses is not sent. */
  readonly accepts?: Served['accepts'];
  readonly log?: HostLog;
  /** Operations at a time, at most: each has a session of its own. */
  readonly sessionsMax?: number;
  /** Sees every step of a session. */
  witness?(session: SessionBegins): Witness;
}

interface Queued {
  readonly operation: unknown;
  begin(session: Session): void;
  fail(reason: string): void;
}

const SLOTS = 2 ** 24;

/** The client's side of a system: sessions that share one connection to each replica. */
export class HostedClient {
  private readonly options: HostedClientOptions;
  private readonly links = new Map<number, Link>();
  private readonly known = new Map<number, Place>();
  private readonly sessions: Session[] = [];
  private readonly idle: Session[] = [];
  private readonly queue: Queued[] = [];
  private readonly nonce = randomBytes(12).toString('hex');
  private readonly firstId = randomInt(1, SLOTS) * IDS_PER_CLIENT;
  private isClosed = false;

  constructor(options: HostedClientOptions) {
    this.options = options;
    options.at.forEach((at, id) => {
      const text = addressText(at);
      this.known.set(id, { id, at: text, clientsAt: text });
      this.linkTo(id);
    });
  }

  /** Where the replicas are, as far as they have said so. */
  get places(): readonly Place[] {
    return [...this.known.values()].sort((a, b) => a.id - b.id);
  }

  /** Replicas that have taken the connection. */
  get connected(): number {
    return [...this.links.values()].filter(({ up }) => up).length;
  }

  /** Why a replica refuses to talk to us, if one does. */
  get refusal(): string | undefined {
    return [...this.links.values()].find(({ refusal }) => refusal !== undefined)?.refusal;
  }

  /** States of the sessions, for whoever knows them. */
  get states(): readonly object[] {
    return this.sessions.map(({ state }) => state);
  }

  /**
   * Has an operation done. It ends once: with its result, refused without effect, or unknown (it may act now, later or never). With
   * an abort signal it is no longer waited for: an operation that had not begun has failed, of any other nobody knows. It has failed, too,
   * when no replica was ever reached. Rejects with {@link NotTaken} when replicas do not take it.
   */
  async invoke(operation: unknown, signal?: AbortSignal): Promise<Outcome<unknown>> {
    if (this.isClosed) return { type: 'failed', reason: 'the client is closed' };
    if (signal?.aborted === true) return { type: 'failed', reason: 'aborted' };
    const session = this.free();
    if (session !== undefined) return this.run(session, operation, signal);
    return new Promise((resolve, reject) => {
      const queued: Queued = {
        operation,
        begin: (given) => {
          signal?.removeEventListener('abort', give);
          this.run(given, operation, signal).then(resolve, reject);
        },
        fail: (reason) => {
          signal?.removeEventListener('abort', give);
          resolve({ type: 'failed', reason });
        },
      };
      const give = (): void => {
        const at = this.queue.indexOf(queued);
        if (at < 0) return;
        this.queue.splice(at, 1);
        queued.fail('aborted');
      };
      signal?.addEventListener('abort', give, { once: true });
      this.queue.push(queued);
    });
  }

  close(): void {
    this.isClosed = true;
    for (const session of this.sessions) session.close();
    for (const link of this.links.values()) link.close();
    for (const queued of this.queue.splice(0)) queued.fail('the client is closed');
  }

  private async run(session: Session, operation: unknown, signal?: AbortSignal): Promise<Outcome<unknown>> {
    const done = session
      .invoke(operation)
      .then((outcome) => this.settled(session, outcome))
      .finally(() => this.freed(session));
    if (signal === undefined) return done;
    return new Promise((resolve, reject) => {
      const giveUp = (): void => {
        // Ended here and now, the operation goes to nobody any more.
        if (this.reachedNobody) session.close();
        else resolve({ type: 'unknown' });
      };
      signal.addEventListener('abort', giveUp, { once: true });
      done.finally(() => signal.removeEventListener('abort', giveUp)).then(resolve, reject);
    });
  }

  private get reachedNobody(): boolean {
    return [...this.links.values()].every(({ connects }) => connects === 0);
  }

  /** If no link ever connected, nothing was sent: the operation had no effect, and its queued frames are removed. */
  private settled(session: Session, outcome: Outcome<unknown>): Outcome<unknown> {
    if (outcome.type === 'ok' || !this.reachedNobody) return outcome;
    for (const link of this.links.values()) link.takeBack(session.id);
    const at = this.places.map(({ clientsAt }) => clientsAt).join(', ');
    return {
      type: 'failed',
      reason: `no replica was reached: ${this.refusal ?? `nobody answers at ${at}`}`,
    };
  }

  private free(): Session | undefined {
    const session = this.idle.pop();
    if (session !== undefined) return session;
    if (this.sessions.length >= Math.min(IDS_PER_CLIENT, this.options.sessionsMax ?? IDS_PER_CLIENT))
      return undefined;
    const made = this.session(this.sessions.length);
    this.sessions.push(made);
    return made;
  }

  private freed(session: Session): void {
    if (this.isClosed) return;
    let next = session;
    if (session.isOver) {
      const index = session.id - this.firstId;
      const { error } = session;
      if (error !== undefined && !(error instanceof NotTaken))
        this.log.error({ error: String(error) }, 'a session ended itself');
      next = this.session(index);
      this.sessions[index] = next;
    }
    const queued = this.queue.shift();
    if (queued === undefined) this.idle.push(next);
    else queued.begin(next);
  }

  private session(index: number): Session {
    const seed = [...randomFillSync(new Int32Array(4))] as unknown as RandomSeed; // four words
    const { witness, agreement, accepts } = this.options;
    const taking = { name: agreement.system, ...(accepts === undefined ? {} : { accepts }) };
    return new Session(this.options.code, this.firstId + index, seed, {
      system: agreement.system,
      replicas: this.options.at.length,
      ...(witness === undefined ? {} : { witness: (begins) => witness(begins) }),
      send: (from, to, encoded, operation) => {
        const frame = messageFrame(from, to, encoded);
        refuseUntaken(taking, frame.length, encoded, from, operation);
        this.links.get(to)?.send(frame);
      },
    });
  }

  private get log(): HostLog {
    return this.options.log ?? silent;
  }

  private linkTo(id: number): void {
    if (this.links.has(id) || this.isClosed) return;
    const { agreement, keys } = this.options;
    const link = new Link({
      to: id,
      keys,
      log: this.log,
      limits: CALLER_LIMITS,
      address: () => {
        const place = this.known.get(id);
        return place === undefined ? undefined : parseAddress(place.clientsAt);
      },
      hello: () => ({
        ...agreement,
        role: 'client',
        id: this.firstId,
        ids: IDS_PER_CLIENT,
        to: id,
        nonce: this.nonce,
        at: null,
        clientsAt: null,
      }),
      welcomed: ({ places }) => {
        for (const place of places) {
          // Where it was found it stays: a replica may be known under another address to its peers.
          const before = this.known.get(place.id);
          this.known.set(place.id, before === undefined ? place : { ...place, clientsAt: before.clientsAt });
          this.linkTo(place.id);
        }
      },
      message: (contents) => this.message(processId(id), contents),
    });
    this.links.set(id, link);
  }

  private message(from: ProcessId, contents: Buffer): void {
    if (contents.length < ADDRESSES_BYTES || contents.readUInt32BE(0) !== from) return;
    const session = this.sessions[contents.readUInt32BE(4) - this.firstId];
    if (session === undefined) return;
    const encoded = contents.subarray(ADDRESSES_BYTES);
    let message: unknown;
    try {
      message = decode(encoded);
    } catch {
      this.log.warn({ from }, 'a replica has sent something that is no message');
      return;
    }
    session.message(from, message, encoded);
  }
}
