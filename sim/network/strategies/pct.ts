import type { Strategy } from './strategy.ts';

/** How often a link's priority changes: three changes found no more than two, and one no less (docs/strategies.md). */
const DEPTH = 2;
/** Messages of a link among which its priority changes. */
const SPAN = 100;
/** Delay of the lowest priority, in mean delays. */
const SLOWEST = 8;
/** Spread of messages of one priority, in mean delays: a fourth. */
const SPREAD = 4;

/**
 * Probabilistic concurrency testing (Burckhardt et al., ASPLOS 2010; over message chains: Ozkan et al., OOPSLA 2018), with
 * links as chains: all messages of a link share a priority, which is drawn anew `DEPTH` times in the life of the link.
 */
export const pct: Strategy = ({ delayMeanUs }, decisions) => {
  const delay = decisions.site('delay', 'link', 'detail');
  const priority = decisions.site('priority', 'link', 'pace');
  const change = decisions.site('priority-change', 'link', 'pace');
  const spreadUs = Math.floor(delayMeanUs / SPREAD) + 1;
  return (entity, index) => {
    let epoch = 0;
    for (let i = 1; i <= DEPTH; i++) {
      if (index > decisions.choose(change, entity, i, SPAN)) epoch++;
    }
    const baseUs = decisions.choose(priority, entity, epoch, SLOWEST * delayMeanUs + 1);
    return decisions.chooseFrom(delay, entity, index, baseUs, spreadUs);
  };
};
