import type { Strategy } from './strategy.ts';

/** Delay of the lowest priority, in mean delays. */
const SLOWEST = 8;

/** Partial order sampling (Yuan et al., CAV 2018) as far as delays go: every message has a priority of its own. */
export const pos: Strategy = ({ delayMeanUs }, decisions) => {
  const site = decisions.site('delay', 'link', 'detail');
  return (entity, index) => decisions.choose(site, entity, index, SLOWEST * delayMeanUs + 1);
};
