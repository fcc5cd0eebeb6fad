import { mkdirSync } from 'node:fs';
import path from 'node:path';
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
    const { record, profile } = this.options;
    const folder = path.join(this.folder, system);
    mkdirSync(folder);
    if (system === 'etcd') {
      this.all.push({ name: 'etcd', store: 'etcd', group: await startEtcd(folder) });
      return;
    }
    const trustsDisk = system === 'trusting';
    const profileFolder = profile === undefined ? undefined : path.join(profile, system);
    const subject: OurSubject = {
      name: trustsDisk ? 'wavetank, trusting' : 'wavetank',
      store: 'wavetank',
      group: await startOurs(folder, { record, trustsDisk, profileFolder }),
    };
    this.ours.push(subject);
    this.all.push(subject);
  }

  async stop(): Promise<void> {
    await Promise.all(this.all.map(({ group }) => group.stop()));
  }

  /** Without waiting: this process is about to end. */
  killNow(): void {
    for (const { group } of this.all) group.killNow();
  }
}
