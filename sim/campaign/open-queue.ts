import type { Queue } from './queue.ts';

interface Asked<Task, Result> {
  readonly task: Task;
  readonly answer: (result: Result | undefined) => void;
}

/** Queue that can be filled while it is processed; each caller awaits the result of its task. */
export class OpenQueue<Task extends object, Result> implements Queue<Task, Result> {
  private readonly waiting: Asked<Task, Result>[] = [];
  private readonly leased = new Map<string, Asked<Task, Result>>();
  private readonly numbers = new WeakMap<Task, number>();
  private readonly program: string;
  private asked = 0;
  /** Idle workers. */
  private readonly idle: ((task: Task | undefined) => void)[] = [];
  private closed = false;

  /** `program` is the digest of the program that runs the tasks. */
  constructor(program: string) {
    this.program = program;
  }

  idOf(task: Task): string {
    return `${this.program} ${this.numbers.get(task) ?? 'nobody asked'}`;
  }

  /** Returns the result; undefined when the task was dropped, or its worker was lost. */
  ask(task: Task): Promise<Result | undefined> {
    if (this.closed) return Promise.resolve(undefined);
    this.numbers.set(task, this.asked++);
    return new Promise((answer) => {
      const asked = { task, answer };
      const worker = this.idle.shift();
      if (worker === undefined) {
        this.waiting.push(asked);
        return;
      }
      this.leased.set(this.idOf(task), asked);
      worker(task);
    });
  }

  /** Drops tasks that have not begun. */
  forget(): void {
    for (const { answer } of this.waiting.splice(0)) answer(undefined);
  }

  /** Accepts no more tasks and lets the workers end. */
  close(): void {
    this.closed = true;
    this.forget();
    for (const { answer } of this.leased.values()) answer(undefined);
    this.leased.clear();
    for (const worker of this.idle.splice(0)) worker(undefined);
  }

  lease(): Promise<Task | undefined> {
    const asked = this.waiting.shift();
    if (asked !== undefined) {
      this.leased.set(this.idOf(asked.task), asked);
      return Promise.resolve(asked.task);
    }
    if (this.closed) return Promise.resolve(undefined);
    return new Promise((resolve) => this.idle.push(resolve));
  }

  done(task: Task, result: Result): void {
    this.leased.get(this.idOf(task))?.answer(result);
    this.leased.delete(this.idOf(task));
  }

  /** Does not requeue the task: it may kill another worker, and the caller can do without its result. */
  giveBack(task: Task): void {
    this.leased.get(this.idOf(task))?.answer(undefined);
    this.leased.delete(this.idOf(task));
  }
}
