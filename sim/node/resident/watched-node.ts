import type { ProgramHost } from '../host/program-host.ts';
import type { Observation } from '../ports.ts';
import type { NodeView, OutputLine } from './node-view.ts';

/** Maximum number of output lines kept per node; the latest. */
const LINES_MAX = 10_000;

/**
 * Records what a node's program does, and exposes its disk. It has no own fields, so that it adds nothing to the replica state.
 */
export class WatchedNode implements NodeView {
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

  get up(): boolean {
    return this.#host()?.incarnation !== undefined;
  }

  get start(): number {
    return this.#start;
  }

  get lines(): readonly OutputLine[] {
    return this.#lines;
  }

  get ports(): ReadonlySet<number> {
    return this.#ports;
  }

  read(path: string): string | undefined {
    const bytes = this.bytes(path);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  }

  bytes(path: string): Uint8Array | undefined {
    const inode = this.#find(path);
    return inode?.kind === 'file' ? inode.data.bytes().slice() : undefined;
  }

  list(path: string): readonly string[] {
    const inode = this.#find(path);
    if (inode?.kind !== 'directory') return [];
    const names = this.#host()?.disk.list(inode) ?? [];
    return names.map(([name]) => name).sort();
  }

  /** Records an observation of its program. */
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
      return undefined; // a path component is not a directory
    }
  }
}
