import { existsSync } from 'node:fs';
import type { Disk } from '../disk/disk.ts';
import type { Ordering } from '../disk/journal.ts';
import { NetStack } from '../net/stack.ts';
import type { Packet } from '../packet.ts';
import type { Ending, ProgramPorts } from '../ports.ts';
import { real } from '../real-process.ts';
import { running, setRunning } from '../task/current.ts';
import type { Drain } from '../task/drain.ts';
import { Task, type Tokens } from '../task/task.ts';
import { Incarnation } from './incarnation.ts';
import { openDisk, type SharedDisk } from './node-disk.ts';
import type { Program } from './program.ts';
import { systemCalls } from './system-calls.ts';

/**
 * A node that runs a program: the resident known to the world. It outlives its incarnations and keeps what survives them.
 * Every method is one event of the world, and returns when all continuations have run.
 */
export class ProgramHost {
  readonly ports: ProgramPorts;
  private image: Disk;
  private readonly program: Program;
  private readonly drain: () => void;
  private readonly tokens: Tokens = { next: 1 };
  private readonly systemTimers = new Map<number, () => void>();
  private readonly connectionKeys = { next: 1 };
  private current: Incarnation | undefined;
  /** Network stack of the operating system: present from the first start until a power loss. */
  private network: NetStack | undefined;
  private incarnations = 0;
  private lives = 0;

  /** Whether other nodes use its disk, too. */
  readonly shared: boolean;
  private readonly ordering: Ordering;

  constructor(
    program: Program,
    ports: ProgramPorts,
    drain: Drain,
    ordering: Ordering = 'data-ordered',
    shared?: SharedDisk,
  ) {
    if (drain.kind !== 'at-once') {
      throw new Error(
        `Node ${real.version} cannot run continuations at once, so programs cannot run in the tank.`,
      );
    }
    if (program.entry !== undefined && !existsSync(program.entry))
      throw new Error(`The program ${program.entry} does not exist.`);
    this.program = program;
    this.ports = ports;
    this.drain = drain.run;
    this.ordering = ordering;
    this.image = openDisk(program, ports, ordering, shared);
    this.shared = shared !== undefined;
  }

  /** The running incarnation; `undefined` while the program is down. */
  get incarnation(): Incarnation | undefined {
    return this.current;
  }

  get disk(): Disk {
    return this.image;
  }

  /** Replaces the disk by one as before the first start. The program is down. */
  replaceDisk(): void {
    this.image = openDisk(this.program, this.ports, this.ordering, undefined);
  }

  /** Starts the program, or another version of it on the same disk. */
  start(program: Program = this.program): void {
    if (this.current !== undefined) throw new Error(`Node ${this.ports.node} already runs its program.`);
    const task = new Task(this.ports, ++this.incarnations, this.tokens);
    this.ports.observe({ kind: 'start', incarnation: task.incarnation });
    this.network ??= new NetStack(this.ports, this, this.connectionKeys, ++this.lives);
    const incarnation: Incarnation = new Incarnation(task, {
      program,
      bindings: systemCalls({
        task,
        network: this.network,
        disk: this.disk,
        turn: (action) => this.turn(incarnation, action),
        cwd: () => (incarnation.process.object['cwd'] as () => string)(),
      }),
      runTicks: this.drain,
      isDirectory: (path) => this.disk.find(path, '/').inode?.kind === 'directory',
      exited: (code, reason) => {
        this.ports.observe({ kind: 'exit', incarnation: task.incarnation, code, reason });
        this.forget(incarnation);
        this.network?.closeAll();
      },
    });
    this.current = incarnation;
    this.turn(incarnation, () => {
      const { entry, main } = program;
      if (main !== undefined) main(incarnation);
      else if (entry !== undefined) incarnation.start(entry);
    });
  }

  /** Whether this wake-up is still needed. */
  awaits(token: number): boolean {
    return this.systemTimers.has(token) || this.current?.task.awaits(token) === true;
  }

  /** Handles a wake-up that this node requested with `ports.wake`. */
  wake(token: number): void {
    const system = this.systemTimers.get(token);
    if (system !== undefined) {
      this.systemTimers.delete(token);
      system();
      return;
    }
    const { current } = this;
    const action = current?.task.take(token);
    if (current !== undefined && action !== undefined) this.turn(current, action);
  }

  /** Sets an operating system timer, which outlives the program. */
  after(delayUs: number, action: () => void): void {
    const token = this.tokens.next++;
    this.systemTimers.set(token, action);
    this.ports.wake(delayUs, token);
  }

  /** Delivers a packet to this node. Returns false if nothing can take it, so that it is lost. */
  receive(packet: Packet): boolean {
    this.network?.receive(packet);
    return this.network !== undefined;
  }

  /** Handles the loss of a reliable packet from this node. */
  lost(packet: Packet): void {
    this.network?.lost(packet);
  }

  /**
   * Ends the program from outside. After a process kill the system closes the sockets and keeps its page cache; a power loss
   * leaves only the disk. If the program is already down, it is the system that loses power.
   */
  kill(ending: Ending): void {
    const { current } = this;
    if (current !== undefined) {
      this.ports.observe({ kind: 'ended', incarnation: current.task.incarnation, ending });
      this.forget(current);
      // Frames on the stack may still use what is freed here; the turn frees it at its end.
      if (running() === undefined) this.bury(current.task);
    }
    if (ending === 'power-loss') {
      this.network = undefined;
      this.systemTimers.clear();
      if (!this.shared) this.disk.losePower(this.ports.disk);
    } else this.network?.closeAll();
  }

  /** Releases the program's resources at the end of a run, without any effect on the world. */
  dispose(): void {
    const { current } = this;
    if (current === undefined) return;
    this.forget(current);
    this.bury(current.task);
    this.network = undefined;
  }

  /** Ends the program inside a handler: in place of its `calls`-th system call from now on. */
  killAtCall(calls: number, ending: Ending): void {
    this.current?.task.setFuse(calls, () => this.kill(ending));
  }

  /** Runs `action` as an event of the program, if it is running. */
  inTurn(action: () => void): void {
    if (this.current !== undefined) this.turn(this.current, action);
  }

  /** Runs `action` as an event of the running incarnation. */
  turn(incarnation: Incarnation, action: () => void): void {
    const { task } = incarnation;
    if (!task.alive) return;
    if (running() !== undefined) throw new Error('An event of a program began within another one.');
    setRunning(incarnation);
    try {
      task.beginTurn(action);
      this.drain();
      while (task.endTurn()) this.drain();
      if (task.alive) return;
      if (this.current === incarnation) this.forget(incarnation); // killed at a system call
      this.bury(task);
    } finally {
      setRunning(undefined);
    }
  }

  private forget(incarnation: Incarnation): void {
    incarnation.task.end();
    if (this.current === incarnation) this.current = undefined;
  }

  private bury(task: Task): void {
    for (const free of task.remains.splice(0)) free();
  }
}
