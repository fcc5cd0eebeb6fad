import type { FaultEvent } from '../../../invariants/observer.ts';
import type { TankEvent } from '../../events/event.ts';
import { faultText } from '../../faults/words.ts';
import type { Band } from './recording.ts';

/** A band that is open until it is over. */
interface Open extends Omit<Band, 'until'> {
  readonly key: string;
  /** When it ends by itself. */
  readonly untilUs: number;
}

/** Makes bands of the events of a run: what is wrong with processes, links and disks, and for how long. */
export class BandMaker {
  private readonly bands: Band[] = [];
  private readonly open = new Map<string, Open>();
  /** How often each link is cut. */
  private readonly cuts = new Map<string, number>();

  see(event: TankEvent): void {
    const { step, timeUs } = event;
    for (const { key, untilUs } of [...this.open.values()]) if (untilUs <= timeUs) this.end(key, step);
    switch (event.kind) {
      case 'crash':
        this.begin({
          key: `down ${event.process}`,
          kind: 'down',
          process: event.process,
          from: step,
          text: 'down',
        });
        break;
      case 'start':
        this.end(`down ${event.process}`, step);
        break;
      case 'fault':
        this.seeFault(event.event, step, timeUs);
        break;
      case 'heal':
        for (const key of [...this.open.keys()]) if (key.startsWith('pause')) this.end(key, step);
        break;
      default:
        break;
    }
  }

  /** All bands. What is still on ends with the run. */
  finish(step: number): readonly Band[] {
    for (const key of [...this.open.keys()]) this.end(key, step);
    return this.bands.sort((a, b) => a.from - b.from);
  }

  private seeFault(event: FaultEvent, step: number, timeUs: number): void {
    const { fault, process = null, durationUs } = event;
    if (Array.isArray(event['cut']) || Array.isArray(event['mended'])) {
      this.count(event['cut'], 1);
      this.count(event['mended'], -1);
      this.showCuts(step);
      return;
    }
    if (process === null) return;
    const text = faultText(event, (other) => `process ${other}`);
    if (fault === 'pause' || event['what'] === 'pause') {
      const key = `pause ${process}`;
      this.end(key, step);
      this.begin({ key, kind: 'pause', process, from: step, text: 'paused' }, timeUs + Number(durationUs));
    } else if (event['of'] === 'disk') {
      this.bands.push({ kind: 'disk', process, from: step, until: step, text });
    }
  }

  /** Links as pairs from, to. */
  private count(links: unknown, by: number): void {
    if (!Array.isArray(links)) return;
    for (let i = 0; i < links.length; i += 2) {
      const link = `${String(links[i])}>${String(links[i + 1])}`;
      this.cuts.set(link, (this.cuts.get(link) ?? 0) + by);
    }
  }

  private showCuts(step: number): void {
    const text = [...this.cuts.keys()]
      .filter((link) => (this.cuts.get(link) ?? 0) > 0)
      .sort()
      .join(' ');
    if ((this.open.get('cut')?.text ?? '') === text) return;
    this.end('cut', step);
    if (text !== '') this.begin({ key: 'cut', kind: 'partition', process: null, from: step, text });
  }

  private begin(band: Omit<Open, 'untilUs'>, untilUs = Number.POSITIVE_INFINITY): void {
    this.open.set(band.key, { ...band, untilUs });
  }

  private end(key: string, until: number): void {
    const band = this.open.get(key);
    if (band === undefined) return;
    this.open.delete(key);
    const { key: _, untilUs: __, ...rest } = band;
    this.bands.push({ ...rest, until });
  }
}
