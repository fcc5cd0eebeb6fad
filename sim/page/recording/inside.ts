const DEPTH_MAX = 48;
const OBJECTS_MAX = 200_000;

/** What stands for a value that is not looked into. */
export interface LeftOut {
  readonly [name: string]: string;
}

const TOO_MUCH: LeftOut = { $value: '…' };
const ITSELF: LeftOut = { $value: '(contains itself)' };

/** Where a walk through a value is. States are whatever a user made of them: the walk ends in any case. */
export class Inside {
  private readonly around: object[] = [];
  private seen = 0;

  /** Goes into an object, or says what stands for it. */
  enter(value: object): LeftOut | undefined {
    if (this.around.length >= DEPTH_MAX || this.seen >= OBJECTS_MAX) return TOO_MUCH;
    if (this.around.includes(value)) return ITSELF;
    this.around.push(value);
    this.seen++;
    return undefined;
  }

  leave(): void {
    this.around.pop();
  }
}
