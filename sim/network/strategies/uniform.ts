import type { Strategy } from './strategy.ts';

/** Every delay is drawn by itself, from the shape that the scenario names. */
export const uniform: Strategy = ({ delayShape, delayMeanUs }, decisions) => {
  const site = decisions.site('delay', 'link', 'detail');
  return (entity, index) => decisions.delay(site, entity, index, delayShape, delayMeanUs);
};
