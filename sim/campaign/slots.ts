/** Counting semaphore with a FIFO queue. */
export class Slots {
  private left: number;
  private readonly waiting: (() => void)[] = [];

  constructor(slots: number) {
    this.left = slots;
  }

  async take(): Promise<void> {
    if (this.left > 0) this.left--;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
  }

  free(): void {
    const next = this.waiting.shift();
    if (next === undefined) this.left++;
    else next();
  }
}
