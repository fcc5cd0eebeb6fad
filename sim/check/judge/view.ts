import { type ProcessId, processId } from '../../../src/process/ids.ts';
import type { Local } from '../handlers/local.ts';
import type { Envelope, View } from '../model/property.ts';
import type { Space } from '../parts/space.ts';
import { FIRST_PROCESS, type Layout, LENGTH, layoutOf } from '../search/layout.ts';

/** View of the state in a record; a single object, pointed at one record after another. */
export class RecordView implements View {
  readonly replicas: number;
  readonly processes: number;
  private readonly space: Space;
  private readonly layout: Layout;
  private readonly all: object[] = [];
  private words: Int32Array = new Int32Array(0);
  private at = 0;

  constructor(space: Space) {
    this.space = space;
    this.layout = layoutOf(space);
    this.processes = space.processes;
    this.replicas = space.system.replicas.length;
  }

  show(words: Int32Array, at: number): this {
    this.words = words;
    this.at = at;
    return this;
  }

  process(process: ProcessId): object {
    return this.local(process).state;
  }

  /** States of all processes; the same array each time. */
  get states(): readonly object[] {
    for (let process = 0; process < this.processes; process++)
      this.all[process] = this.local(processId(process)).state;
    return this.all;
  }

  finished(client: ProcessId): number {
    const { called, open } = this.local(client);
    return open ? called - 1 : called;
  }

  /** Messages in the network of any kind; those of one link in order. */
  get inFlight(): readonly Envelope[] {
    const { envelopes, configuration, queues } = this.space;
    const found: Envelope[] = [];
    const start = this.at + this.layout.network;
    const end = start + (this.words[this.at + LENGTH] ?? 0);
    for (let i = start; i < end; i++) {
      const id = this.words[i] ?? 0;
      if (configuration.network === 'links')
        for (const each of queues.contents(id)) found.push(envelopes.at(each));
      else found.push(envelopes.at(id));
    }
    return found;
  }

  get history(): string {
    return this.space.histories.keyOf(this.words[this.at + this.layout.history] ?? 0);
  }

  private local(process: ProcessId): Local {
    return this.space.localsOf(process).at(this.words[this.at + FIRST_PROCESS + process] ?? 0);
  }
}
