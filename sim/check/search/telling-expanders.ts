import type { Space } from '../parts/space.ts';
import type { DeadMessages } from '../reductions/dead-messages.ts';
import { LinkExpander } from './link-expander.ts';
import type { Expander, Target } from './target.ts';
import { VectorExpander } from './vector-expander.ts';

/** Called before a successor is offered. `transition` is 0 if no handler runs, `envelope` -1 if no message is involved. */
export type Tell = (
  kind: 'step' | 'ignored' | 'lose' | 'duplicate',
  process: number,
  transition: number,
  envelope: number,
) => void;

/** An expander that reports what leads to each successor before it offers it. */
export const tellingExpander = (space: Space, target: Target, tell: Tell, dead?: DeadMessages): Expander =>
  space.configuration.network === 'links'
    ? new TellingLinkExpander(space, target, tell)
    : new TellingVectorExpander(space, target, tell, dead);

class TellingVectorExpander extends VectorExpander {
  private readonly tell: Tell;

  constructor(space: Space, target: Target, tell: Tell, dead: DeadMessages | undefined) {
    super(space, target, dead);
    this.tell = tell;
  }

  protected override offer(process: number, transition: number, envelope: number): void {
    this.tell('step', process, transition, envelope);
    super.offer(process, transition, envelope);
  }

  protected override offerLoss(envelope: number): void {
    this.tell('lose', -1, 0, envelope);
    super.offerLoss(envelope);
  }

  protected override offerCopy(envelope: number): void {
    this.tell('duplicate', -1, 0, envelope);
    super.offerCopy(envelope);
  }
}

class TellingLinkExpander extends LinkExpander {
  private readonly tell: Tell;

  constructor(space: Space, target: Target, tell: Tell) {
    super(space, target);
    this.tell = tell;
  }

  protected override offer(process: number, transition: number, link: number): void {
    this.tell(transition === 0 ? 'ignored' : 'step', process, transition, link < 0 ? -1 : this.headOf(link));
    super.offer(process, transition, link);
  }

  protected override offerChanged(link: number, cost: number, copies: boolean): void {
    this.tell(copies ? 'duplicate' : 'lose', -1, 0, this.headOf(link));
    super.offerChanged(link, cost, copies);
  }
}
