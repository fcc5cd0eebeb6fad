import type { Packet } from '../packet.ts';
import type { Ending, ProgramPorts } from '../ports.ts';
import { real } from '../real-process.ts';
import { setRunning } from '../task/current.ts';
import type { Drain } from '../task/drain.ts';
import { Task, type Tokens } from '../task/task.ts';
import { type Bindings, Incarnation } from './incarnation.ts';
import type { Program } from './program.ts';

/**
 * A node that runs a program: the resident that a world knows. It outlives its incarnations and keeps what survives
 * them. Every method is one event of the world and returns when all continuations have run.
 */
export class ProgramHost {
  readonly ports: ProgramPorts;
  private readonly program: Program;
  private readonly drain: () => void;
  private readonly tokens: Tokens = { next: 1 };
  private current: Incarnation | undefined;
  private incarnations = 0;

  constructor(program: Program, ports: ProgramPorts, drain: Drain) {
    if (drain.kind !== 'at-once') {
      throw new Error(
        `Node ${real.version} cannot run continuations at once, so programs cannot run in the tank.`,
      );
    }
    this.program = program;
    this.ports = ports;
    this.drain = drain.run;
  }

  /** The running incarnation; `undefined` when the program is down. */
  get incarnation(): Incarnation | undefined {
    return this.current;
  }

  /** Starts the program anew. */
  start(): void {
    if (this.current !== undefined) throw new Error(`Node ${this.ports.node} already runs its program.`);
    const task = new Task(this.ports, ++this.incarnations, this.tokens);
    this.ports.observe({ kind: 'start', incarnation: task.incarnation });
    const bindings: Bindings = new Map();
    const incarnation = new Incarnation(task, {
      program: this.program,
      bindings,
      runTicks: this.drain,
      isDirectory: () => true,
      exited: (code, reason) => {
        this.ports.observe({ kind: 'exit', incarnation: task.incarnation, code, reason });
        this.forget(incarnation);
      },
    });
    this.current = incarnation;
    this.turn(incarnation, () => incarnation.start(this.program.entry));
  }

  /** An instant that this node asked for with `ports.wake`. */
  wake(token: number): void {
    const { current } = this;
    const action = current?.task.take(token);
    if (current !== undefined && action !== undefined) this.turn(current, action);
  }

  receive(_packet: Packet): void {}

  lost(_packet: Packet): void {}

  /** Ends the program from outside, between two events. */
  kill(ending: Ending): void {
    const { current } = this;
    if (current === undefined) return;
    this.ports.observe({ kind: 'ended', incarnation: current.task.incarnation, ending });
    this.forget(current);
    this.bury(current.task);
  }

  /** Runs `action` as an event of the running incarnation. */
  turn(incarnation: Incarnation, action: () => void): void {
    const { task } = incarnation;
    setRunning(incarnation);
    task.beginTurn(action);
    this.drain();
    while (task.endTurn()) this.drain();
    if (!task.alive) this.bury(task);
    setRunning(undefined);
  }

  private forget(incarnation: Incarnation): void {
    incarnation.task.end();
    if (this.current === incarnation) this.current = undefined;
  }

  private bury(task: Task): void {
    for (const free of task.remains.splice(0)) free();
  }
}
