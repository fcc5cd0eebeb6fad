/**
 * Thrown through a program's own frames when its process has ended: `process.exit()` does not return, and a system call of a dead
 * process has no effect. Catching it is useless, as every later call throws it again.
 */
export class ProcessEnded extends Error {
  constructor() {
    super('This process has ended.');
    this.name = 'ProcessEnded';
  }
}
