import path from 'node:path';
import type { SessionBegins } from '../../src/host/client/session.ts';
import { silent } from '../../src/host/log.ts';
import { Recorder } from '../../src/host/recording/recorder.ts';
import { recordedCode } from '../served/recorded.ts';
import type { Serving } from '../served/serving.ts';

/** Records the sessions of the clients as replicas are recorded, so that a run can be made again as a whole. */
export class ClientRecorders {
  private readonly folder: string;
  private readonly serving: Serving;
  private readonly mutant: string | null;
  private readonly recorders: Recorder[] = [];
  private readonly known = new Set<string>();

  constructor(folder: string, serving: Serving, mutant: string | null) {
    this.mutant = mutant;
    this.folder = folder;
    this.serving = serving;
  }

  /** Folders of all recordings. */
  get folders(): readonly string[] {
    return [...this.known];
  }

  recorderOf({ id, random, clock }: SessionBegins): Recorder {
    const { scenario } = this.serving;
    const folder = path.join(this.folder, `client-${id}.recording`);
    this.known.add(folder);
    const recorder = new Recorder({
      folder,
      bytesMax: BYTES_MAX,
      about: {
        ...recordedCode(this.serving),
        replica: id,
        replicas: scenario.replicas,
        cluster: 'chaos',
        scenario: JSON.stringify(scenario),
        mutant: this.mutant,
      },
      originUs: clock.originUs,
      random: () => random.seed,
      redaction: undefined,
      log: silent,
    });
    this.recorders.push(recorder);
    return recorder;
  }

  /** Writes what is left. */
  close(): void {
    for (const recorder of this.recorders) recorder.close();
  }
}

const BYTES_MAX = 2 ** 31;
