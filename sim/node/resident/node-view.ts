import type { ProgramHost } from '../host/program-host.ts';
import type { Observation } from '../ports.ts';

/** A line that a program has written. */
export interface OutputLine {
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
  /** The start in which it was written, from 1. */
  readonly start: number;
}

/** Lines that are kept of a node: the latest. */
const LINES_MAX = 10_000;

/** A node as invariants see it: read only. What the programs themselves have in memory cannot be seen. */
export class NodeView {
  readonly #host: () => ProgramHost | undefined;
  readonly #name: string;
  readonly #lines: OutputLine[] = [];
  readonly #ports = new Set<number>();
  #start = 0;

  constructor(name: string, host: () => ProgramHost | undefined) {
    this.#name = name;
    this.#host = host;
  }

  get name(): string {
    return this.#name;
  }

  /** Whether its program runs. */
  get up(): boolean {
    return this.#host()?.incarnation !== undefined;
  }

  /** Starts of its program so far. */
  get start(): number {
    return this.#start;
  }

  /** Lines that it has written, the oldest first, over all its starts. */
  get lines(): readonly OutputLine[] {
    return this.#lines;
  }

  /** Ports at which the running program listens. */
  get ports(): ReadonlySet<number> {
    return this.#ports;
  }

  /** A file as programs read it now, as text; undefined when there is none. */
  read(path: string): string | undefined {
    const bytes = this.bytes(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  /** The bytes of a file as programs read them now; undefined when there is none. */
  bytes(path: string): Uint8Array | undefined {
    const inode = this.#find(path);
    return inode?.kind === 'file' ? inode.data.bytes().slice() : undefined;
  }

  /** Names in a directory, sorted; none when there is no such directory. */
  list(path: string): readonly string[] {
    const inode = this.#find(path);
    if (inode?.kind !== 'directory') return [];
    const names = this.#host()?.disk.list(inode) ?? [];
    return names.map(([name]) => name).sort();
  }

  /** Takes note of what its program does. */
  note(observation: Observation): void {
    switch (observation.kind) {
      case 'start':
        this.#start = observation.incarnation;
        this.#ports.clear();
        break;
      case 'line':
        this.#lines.push({ stream: observation.stream, text: observation.text, start: this.#start });
        if (this.#lines.length > LINES_MAX) this.#lines.shift();
        break;
      case 'listen':
        this.#ports.add(observation.port);
        break;
      case 'exit':
      case 'ended':
      case 'call':
        break;
    }
  }

  #find(path: string) {
    try {
      return this.#host()?.disk.find(path, '/').inode;
    } catch {
      return undefined; // something on the way is no directory
    }
  }
}
