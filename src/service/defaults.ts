import { checksum, encode } from '../process/codec.ts';
import { flatten, unflatten } from './plain.ts';
import type { Service } from './service.ts';

/** What a service that leaves it out stays without: predictions, and checkpoints that are written part by part. */
type Extra = 'predict' | 'freeze' | 'capturePart';

/** A service with everything that a replica asks of every service. */
export type CompleteService = Required<Omit<Service, Extra>> & Pick<Service, Extra>;

/**
 * Makes up for what a service leaves out. A checkpoint is then a copy of all of the state, and the digest is over the bytes of
 * that: right for every service whose state is plain data, and as slow as the state is large.
 */
export function complete(service: Service): CompleteService {
  const capture = service.capture?.bind(service) ?? flatten;
  return {
    name: service.name,
    initial: () => service.initial(),
    execute: (state, operation, predicted) => service.execute(state, operation, predicted),
    ...(service.predict === undefined ? {} : { predict: service.predict.bind(service) }),
    ...copyingOnWrite(service),
    merge: service.merge?.bind(service) ?? mergePredictions,
    isRead: service.isRead?.bind(service) ?? noReads,
    digest: service.digest?.bind(service) ?? ((state) => checksum(encode(capture(state)))),
    capture,
    restore: service.restore?.bind(service) ?? (unflatten as CompleteService['restore']), // of what `flatten` made of a state
  };
}

/** The two members belong together, and to a `restore` that takes what they give. */
function copyingOnWrite(service: Service): Pick<CompleteService, 'freeze' | 'capturePart'> {
  const { capture, capturePart, freeze, name, restore } = service;
  if (freeze === undefined && capturePart === undefined) return {};
  if (!freeze || !capturePart || !capture || !restore) {
    throw new TypeError(`service ${name}: freeze and capturePart go together, and with capture and restore`);
  }
  return { freeze: freeze.bind(service), capturePart: capturePart.bind(service) };
}

const noReads = (): boolean => false;

/** The median of numbers (the lower one of two), so that a minority of wrong clocks does not count; else the first. */
export function mergePredictions(predictions: readonly unknown[]): unknown {
  const numbers = predictions.filter((each) => typeof each === 'number');
  if (numbers.length < predictions.length) return predictions[0];
  return numbers.sort((a, b) => a - b)[(numbers.length - 1) >> 1];
}
