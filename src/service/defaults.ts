import { checksum, encode } from '../process/codec.ts';
import { flatten, unflatten } from './plain.ts';
import type { Service } from './service.ts';

/** Members without a default: predictions, and checkpoints in parts. */
type Extra = 'predict' | 'freeze' | 'capturePart';

/** A service with every member that replicas need. */
export type CompleteService = Required<Omit<Service, Extra>> & Pick<Service, Extra>;

/**
 * Adds the members that a service leaves out. The default checkpoint is a copy of the whole state, and the
 * default digest covers its bytes: correct for every service whose state is plain data, and slow for large
 * states.
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
    restore: service.restore?.bind(service) ?? (unflatten as CompleteService['restore']), // made by `flatten` from a state
  };
}

/** `freeze` and `capturePart` come together, with a `restore` that takes their result. */
function copyingOnWrite(service: Service): Pick<CompleteService, 'freeze' | 'capturePart'> {
  const { capture, capturePart, freeze, name, restore } = service;
  if (freeze === undefined && capturePart === undefined) return {};
  if (!freeze || !capturePart || !capture || !restore) {
    throw new TypeError(`service ${name}: freeze and capturePart go together, and with capture and restore`);
  }
  return { freeze: freeze.bind(service), capturePart: capturePart.bind(service) };
}

const noReads = (): boolean => false;

/**
 * The lower median of numbers, so that a minority of wrong clocks does not count; for other values the first.
 */
export function mergePredictions(predictions: readonly unknown[]): unknown {
  const numbers = predictions.filter((each) => typeof each === 'number');
  if (numbers.length < predictions.length) return predictions[0];
  return numbers.sort((a, b) => a - b)[(numbers.length - 1) >> 1];
}
