/**
 * Thrown through a program's own frames when its process is over: `process.exit()` does not return, and a system
 * call of a dead process has no effect. A program that catches it gains nothing, since every later call throws it.
 */
export class ProcessEnded extends Error {
  constructor() {
    super('This process has ended.');
    this.name = 'ProcessEnded';
  }
}
