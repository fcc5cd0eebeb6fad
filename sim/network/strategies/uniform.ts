import { shapedDelay } from '../../chance/shapes.ts';
import type { Strategy } from './strategy.ts';

/** Every delay is drawn by itself, from the shape that the scenario names. */
export const uniform: Strategy = ({ delayShape, delayMeanUs }, decisions) => {
  const site = decisions.site('delay', 'link');
  return (entity, index) => shapedDelay(delayShape, delayMeanUs, decisions.bits(site, entity, index));
};
