import type { Answer, Runner } from '../campaign/answer.ts';
import type { Answers, Offers } from './offers.ts';

/** The first batches are small: most sequences end early. */
const FIRST = 2;
const TASKS_MAX = 32;

interface Asked {
  readonly name: string;
  readonly from: number;
  readonly answers: Promise<Answers | undefined>;
}

/**
 * Runs a sequence of tasks on a fleet, of which each is asked for when the one before has been judged: whole batches are offered ahead
 * of it, and withdrawn when the sequence ends sooner.
 */
export class Ahead<Task, Run> implements Runner<Task, Run> {
  private readonly offers: Offers;
  private readonly name: string;
  private readonly taskAt: (index: number) => Task;
  private readonly max: number;
  private readonly asked: Asked[] = [];
  private offered = 0;
  private next = 0;

  /** `name`: of the sequence in its campaign. `taskAt`: by index from 0, of which there are `max`. */
  constructor(offers: Offers, name: string, taskAt: (index: number) => Task, max: number) {
    this.offers = offers;
    this.name = name;
    this.taskAt = taskAt;
    this.max = max;
  }

  /** `task` must be the next one of the sequence. @throws BadInput when the fleet is lost */
  async run(task: Task): Promise<Answer<Run>> {
    const index = this.next++;
    if (index >= this.max) throw new Error('there are no more tasks');
    if (JSON.stringify(task) !== JSON.stringify(this.taskAt(index)))
      throw new Error('a task out of its turn');
    while (this.offered <= index) this.offer();
    this.offer(); // one more batch runs while this one is judged
    const batch = this.asked.findLast(({ from }) => from <= index);
    const answer = (await batch?.answers)?.[index - (batch?.from ?? 0)];
    return (answer ?? { type: 'crash', reason: 'the fleet has withdrawn it' }) as Answer<Run>; // checked by its schema
  }

  /** Withdraws what was offered in vain. */
  close(): void {
    for (const { name } of this.asked) this.offers.forget(name);
  }

  private offer(): void {
    const from = this.offered;
    const size = Math.min(this.max - from, TASKS_MAX, FIRST * 2 ** Math.min(10, this.asked.length));
    const last = this.asked.at(-1);
    // No more than one batch beyond the one that is being judged.
    if (size <= 0 || (last !== undefined && last.from > this.next - 1)) return;
    const name = `${this.name}-${from}`;
    const tasks = Array.from({ length: size }, (_, i) => this.taskAt(from + i));
    const answers = this.offers.ask(name, tasks);
    answers.catch(() => {}); // told when it is this batch's turn
    this.asked.push({ name, from, answers });
    this.offered += size;
  }
}
