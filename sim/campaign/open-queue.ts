import type { Queue } from './queue.ts';

interface Asked<Task, Result> {
  readonly task: Task;
  readonly answer: (result: Result | undefined) => void;
}

/** A queue that is filled while it is worked off: whoever puts a task into it waits for its result. */
export class OpenQueue<Task extends object, Result> implements Queue<Task, Result> {
  private readonly waiting: Asked<Task, Result>[] = [];
  private readonly leased = new Map<string, Asked<Task, Result>>();
  private readonly numbers = new WeakMap<Task, number>();
  private readonly program: string;
  private asked = 0;
  /** Workers that have nothing to do. */
  private readonly idle: ((task: Task | undefined) => void)[] = [];
  private closed = false;

  /** The digest of the program that does the tasks. */
  constructor(program: string) {
    this.program = program;
  }

  idOf(task: Task): string {
    return `${this.program} ${this.numbers.get(task) ?? 'nobody asked'}`;
  }

  /** The result; undefined when the task was forgotten, or its worker was lost. */
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

  /** Nobody waits any more for tasks that have not begun. */
  forget(): void {
    for (const { answer } of this.waiting.splice(0)) answer(undefined);
  }

  /** No more tasks are taken: workers go home. */
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

  /** Not for anybody else: what is lost once may be lost again, and whoever asked can do without. */
  giveBack(task: Task): void {
    this.leased.get(this.idOf(task))?.answer(undefined);
    this.leased.delete(this.idOf(task));
  }
}
