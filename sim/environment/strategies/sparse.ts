import { scale } from '../../engine/random.ts';
import type { Strategy } from './strategy.ts';

/** One message in so many is late. */
const ONE_IN = 50;
/** Delay of the latest, in mean delays. */
const LATEST = 200;

/** Delay bounding (Emmi et al., POPL 2011), sparse: messages arrive in order at once, and few are very late. */
export const sparse: Strategy = ({ delayMeanUs }, decisions) => {
  const own = decisions.site('delay', 'link');
  const lateness = decisions.site('lateness', 'link');
  return (entity, index) => {
    if (decisions.bits(own, entity, index) % ONE_IN !== 0) return 0;
    return scale(decisions.bits(lateness, entity, index), LATEST * delayMeanUs + 1);
  };
};
