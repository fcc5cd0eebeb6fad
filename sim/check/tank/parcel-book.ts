import type { Envelope } from '../model/property.ts';
import type { PathStep } from '../result/path.ts';
import type { Parcel } from './parcel.ts';

/** Finds out which of the sent messages a step is about: equal messages are one object, and the oldest match is taken. */
export class ParcelBook {
  private readonly parcels: Parcel[] = [];

  send(envelopes: readonly Envelope[]): readonly Parcel[] {
    const sent = envelopes.map((envelope): Parcel => ({ envelope, arrivals: [], lost: false }));
    this.parcels.push(...sent);
    return sent;
  }

  /** Whether there is a message that this step may be about. */
  take(kind: PathStep['kind'], envelope: Envelope, step: number): boolean {
    switch (kind) {
      case 'lose':
        return this.lose(envelope);
      case 'duplicate':
        return this.parcels.some((parcel) => parcel.envelope === envelope); // the copy arrives on delivery
      default:
        return this.deliver(envelope, step);
    }
  }

  private lose(envelope: Envelope): boolean {
    const parcel = this.parcels.find((each) => each.envelope === envelope && isUnused(each));
    if (parcel !== undefined) parcel.lost = true;
    return true; // a message that has arrived may be lost as a copy, which needs no action
  }

  private deliver(envelope: Envelope, step: number): boolean {
    const fits = (each: Parcel): boolean => each.envelope === envelope && !each.lost;
    const fresh = this.parcels.find((each) => fits(each) && isUnused(each));
    const parcel = fresh ?? this.parcels.find((each) => fits(each) && each.arrivals.length === 1);
    if (parcel === undefined) return false;
    parcel.arrivals.push(step);
    return true;
  }
}

const isUnused = ({ arrivals, lost }: Parcel): boolean => arrivals.length === 0 && !lost;
