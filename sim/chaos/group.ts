import http from 'node:http';
import path from 'node:path';
import type { Trouble } from '../../src/host/trouble.ts';
import { freePorts } from '../served/free-ports.ts';
import { type Exit, ownProgram, type ReplicaLaunch, ReplicaProcess } from '../served/replica-process.ts';
import { lastWords } from './last-words.ts';
import { LinkProxy } from './link-proxy.ts';

/** Options of a group under chaos. */
export interface ChaosGroupOptions {
  readonly folder: string;
  readonly replicas: number;
  /** Arguments of `serve` that select the system. */
  readonly words: readonly string[];
  /** Delay of a sync at each replica, with kills that lose unsynced data; null if kills lose nothing that was written. */
  readonly unsyncedMs: readonly number[] | null;
  readonly record: boolean;
  readonly program?: ReplicaLaunch['program'];
  /** Another version of the program: every second replica begins with it. */
  readonly old?: ReplicaLaunch['program'];
}

/** Real replica processes with a proxy on each link between two of them. */
export class ChaosGroup {
  readonly replicas: number;
  /** Exits of replicas not caused by the injector. */
  readonly deaths: { readonly replica: number; readonly exit: Exit }[] = [];
  /** Facts about those that no disk error explains. */
  readonly unexpected: (readonly string[])[] = [];
  private readonly options: ChaosGroupOptions;
  private readonly processes: (ReplicaProcess | undefined)[] = [];
  private readonly proxies = new Map<string, LinkProxy>();
  private peerPorts: readonly number[] = [];
  private metricsPorts: readonly number[] = [];
  /** Replicas that run the other version. */
  private readonly onOld = new Set<number>();
  /** Replicas that are deliberately kept down. */
  private readonly kept = new Set<number>();
  private stopping = false;

  private constructor(options: ChaosGroupOptions) {
    this.options = options;
    this.replicas = options.replicas;
  }

  /** Starts all replicas. @throws Error if one does not start. */
  static async start(options: ChaosGroupOptions): Promise<ChaosGroup> {
    const group = new ChaosGroup(options);
    const ports = await freePorts(2 * options.replicas);
    group.peerPorts = ports.slice(0, options.replicas);
    group.metricsPorts = ports.slice(options.replicas);
    for (let from = -1; from < options.replicas; from++)
      for (let to = 0; to < options.replicas; to++)
        if (from !== to) group.proxies.set(`${from}>${to}`, await LinkProxy.to(group.peerPorts[to] ?? 0));
    for (let id = 0; id < options.replicas; id++) {
      if (options.old !== undefined && id % 2 === 0) group.onOld.add(id);
      group.launch(id);
    }
    try {
      await Promise.all(group.processes.map((process) => process?.ready));
    } catch (error) {
      await group.stop();
      throw error;
    }
    return group;
  }

  /** Ports for clients. */
  get clientPorts(): readonly number[] {
    return Array.from({ length: this.replicas }, (_, to) => this.link(-1, to).port);
  }

  folderOf(id: number): string {
    return path.join(this.options.folder, String(id));
  }

  recordingOf(id: number): string {
    return path.join(this.options.folder, `${id}.recording`);
  }

  /** The link from one process to another; clients are -1. */
  link(from: number, to: number): LinkProxy {
    const proxy = this.proxies.get(`${from}>${to}`);
    if (proxy === undefined) throw new Error(`there is no way from ${from} to ${to}`);
    return proxy;
  }

  links(): Iterable<LinkProxy> {
    return this.proxies.values();
  }

  /** Process ids of the replicas that run, and of this process with the proxies and clients. */
  pids(): number[] {
    const running = this.processes.flatMap((each) => (each?.exit === undefined ? (each?.pid ?? []) : []));
    return [process.pid, ...running];
  }

  isUp(id: number): boolean {
    return this.processes[id]?.exit === undefined && this.processes[id] !== undefined;
  }

  signal(id: number, signal: NodeJS.Signals): void {
    this.processes[id]?.kill(signal);
  }

  trouble(id: number, trouble: Trouble): void {
    const child = this.processes[id]?.child;
    if (child?.connected === true) child.send(trouble, () => {});
  }

  /** Stops a replica and keeps it down. */
  async down(id: number, how: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    this.kept.add(id);
    const process = this.processes[id];
    if (process === undefined) return;
    process.kill(how);
    process.kill('SIGCONT');
    const late = setTimeout(() => process.kill('SIGKILL'), 5000);
    await process.exited;
    clearTimeout(late);
  }

  /** Starts a stopped replica; resolves when it reports that it runs, or has exited again. */
  async up(id: number): Promise<void> {
    this.kept.delete(id);
    if (this.isUp(id)) return;
    await this.launch(id).ready.catch(() => {});
  }

  /** From its next start on a replica runs the other version, if there is one. */
  changeVersion(id: number): void {
    if (this.options.old !== undefined && !this.onOld.delete(id)) this.onOld.add(id);
  }

  /** A replica's health report; undefined if it does not answer. */
  health(id: number): Promise<string | undefined> {
    return new Promise((resolve) => {
      const request = http.get(
        { host: '127.0.0.1', port: this.metricsPorts[id], path: '/healthz', timeout: 500 },
        (response) => {
          let body = '';
          response.on('data', (chunk: Buffer) => {
            body += chunk.toString();
          });
          response.on('end', () => resolve(response.statusCode === 200 ? stateIn(body) : undefined));
        },
      );
      request.on('timeout', () => request.destroy());
      request.on('error', () => resolve(undefined));
    });
  }

  async stop(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.processes.map((process) => process?.stop()));
    for (const proxy of this.proxies.values()) proxy.close();
  }

  private launch(id: number): ReplicaProcess {
    const peers = Array.from({ length: this.replicas }, (_, to) =>
      to === id ? this.peerPorts[id] : this.link(id, to).port,
    );
    const unsyncedMs = this.options.unsyncedMs?.[id];
    const process = new ReplicaProcess({
      program: (this.onOld.has(id) ? this.options.old : this.options.program) ?? ownProgram(),
      folder: this.folderOf(id),
      words: [
        ...[
          '--replica',
          String(id),
          '--peers',
          peers.map((port) => `127.0.0.1:${port}`).join(','),
          '--fixed-peers',
        ],
        ...['--cluster', 'chaos', '--metrics-at', `127.0.0.1:${this.metricsPorts[id]}`],
        ...(this.options.record
          ? ['--record', this.recordingOf(id), '--record-bytes', String(2 ** 31), '--record-each']
          : []),
        ...(unsyncedMs === undefined ? [] : ['--loses-unsynced', String(unsyncedMs)]),
        ...this.options.words,
      ],
    });
    this.processes[id] = process;
    void process.exited.then((exit) => this.died(id, process, exit));
    return process;
  }

  /** Restarts a replica that stopped itself because of a disk error; an exception in a handler is a finding. */
  private died(id: number, process: ReplicaProcess, exit: Exit): void {
    if (this.stopping || this.kept.has(id) || this.processes[id] !== process) return;
    this.deaths.push({ replica: id, exit });
    if (exit.code !== STOPPED) {
      const how = `replica ${id} ended with ${exit.code ?? exit.signal}: see ${this.folderOf(id)}.log`;
      const words = exit.code === THREW ? lastWords(this.folderOf(id)) : undefined;
      this.unexpected.push(words === undefined ? [how] : [how, words]);
    }
    setTimeout(() => {
      if (!this.stopping && !this.kept.has(id) && this.processes[id] === process) this.launch(id);
    }, RESTART_MS);
  }
}

/** Exit code of a process that stopped itself. */
const STOPPED = 75;
/** Exit code of a process of which a handler threw. */
const THREW = 70;
const RESTART_MS = 300;

function stateIn(body: string): string | undefined {
  try {
    const { state } = JSON.parse(body) as { state?: unknown };
    return typeof state === 'string' ? state : undefined;
  } catch {
    return undefined;
  }
}
