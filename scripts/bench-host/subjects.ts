import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { ClientProcess } from './client-process.ts';
import { startEtcd } from './etcd-members.ts';
import type { BenchOptions, SystemName } from './options.ts';
import { type OurGroup, startOurs } from './our-replicas.ts';
import type { Subject } from './rounds.ts';

/** One of ours. */
export interface OurSubject extends Subject {
  readonly group: OurGroup;
}

/** The systems that run. */
export class Subjects {
  readonly ours: OurSubject[] = [];
  readonly all: Subject[] = [];
  private readonly folder: string;
  private readonly options: BenchOptions;

  /** Each has its files in a folder of its own there. */
  constructor(folder: string, options: BenchOptions) {
    this.folder = folder;
    this.options = options;
  }

  async start(system: SystemName): Promise<void> {
    const { profile } = this.options;
    const folder = path.join(this.folder, system);
    mkdirSync(folder, { recursive: true });
    if (system === 'etcd') {
      this.all.push({ name: 'etcd', store: 'etcd', group: await startEtcd(folder), clients: this.clients() });
      return;
    }
    const profileFolder = profile === undefined ? undefined : path.join(profile, system);
    const subject: OurSubject = {
      name: system === 'wavetank' ? system : `wavetank, ${system}`,
      store: 'wavetank',
      group: await startOurs(folder, {
        record: system !== 'unrecorded',
        trustsDisk: system === 'trusting',
        profileFolder,
      }),
      clients: this.clients(),
    };
    this.ours.push(subject);
    this.all.push(subject);
  }

  private clients(): ClientProcess[] {
    return Array.from({ length: this.options.processes }, () => new ClientProcess());
  }

  async stop(): Promise<void> {
    for (const { clients } of this.all) for (const client of clients) client.stop();
    await Promise.all(this.all.map(({ group }) => group.stop()));
  }
}
