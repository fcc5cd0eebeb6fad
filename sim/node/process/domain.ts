import { EventEmitter } from 'node:events';

type Callback = (this: unknown, ...values: unknown[]) => unknown;

/** The parts of `process` that domains use. */
interface DomainProcess {
  domain?: Domain | null | undefined;
  nextTick: (callback: Callback, ...values: unknown[]) => void;
}

/** Errors thrown while a domain is active go to its `error` event. */
class Domain extends EventEmitter {
  readonly members: unknown[] = [];
  private readonly domains: Domains;

  constructor(domains: Domains) {
    super();
    this.domains = domains;
  }

  enter(): void {
    this.domains.enter(this);
  }

  exit(): void {
    this.domains.exit(this);
  }

  run(callback: Callback, ...values: unknown[]): unknown {
    this.enter();
    const result = callback.apply(this, values);
    this.exit(); // not after an error, whose handler leaves all domains
    return result;
  }

  bind(callback: Callback): Callback {
    return (...values) => this.run(callback, ...values);
  }

  intercept(callback: Callback): Callback {
    return this.bind((error, ...values) =>
      error instanceof Error ? this.emit('error', own(error, this)) : callback(...values),
    );
  }

  add(member: EventEmitter & { domain?: unknown }): void {
    if (this.members.includes(member)) return;
    this.members.push(member);
    member.domain = this;
    const emit = member.emit.bind(member);
    member.emit = (event, ...values) => {
      const [error] = values as unknown[];
      if (event === 'error' && member.listenerCount('error') === 0)
        return this.emit('error', own(error, this));
      return this.run(() => emit(event, ...values)) as boolean;
    };
  }

  remove(member: EventEmitter & { domain?: unknown }): void {
    const at = this.members.indexOf(member);
    if (at === -1) return;
    this.members.splice(at, 1);
    member.domain = null;
    Reflect.deleteProperty(member, 'emit');
  }
}

const own = (error: unknown, domain: Domain): unknown =>
  typeof error === 'object' && error !== null ? Object.assign(error, { domain }) : error;

/**
 * The module `domain` for one program. It follows timers, immediates, ticks and emitters that were added; not promises, nor
 * emitters that were only created within a domain.
 */
export class Domains {
  readonly exports: object;
  private readonly process: DomainProcess;
  private stack: Domain[] = [];

  constructor(process: object) {
    this.process = process as DomainProcess; // a program's `process`
    this.process.domain = null;
    const { nextTick } = this.process;
    this.process.nextTick = (callback, ...values) =>
      nextTick.call(process, typeof callback === 'function' ? this.bound(callback) : callback, ...values);
    const create = () => new Domain(this);
    this.exports = { create, createDomain: create, Domain };
  }

  enter(domain: Domain): void {
    this.stack.push(domain);
    this.process.domain = domain;
  }

  exit(domain: Domain): void {
    const at = this.stack.lastIndexOf(domain);
    if (at === -1) return;
    this.stack.length = at;
    this.process.domain = this.stack[at - 1] ?? null;
  }

  /** The callback as it runs later, in the domain that is active now. */
  bound(callback: Callback): Callback {
    const domain = this.stack.at(-1);
    if (domain === undefined) return callback;
    return function (this: unknown, ...values: unknown[]) {
      return domain.run(() => callback.apply(this, values));
    };
  }

  /** Gives an error that nothing caught to the active domain. Returns whether the domain has taken it. */
  take(error: unknown): boolean {
    const domain = this.stack.at(-1);
    this.stack = [];
    if (domain === undefined || domain.listenerCount('error') === 0) {
      this.process.domain = null;
      return false;
    }
    this.process.domain = undefined; // while the handler runs, no domain is active
    try {
      return domain.emit('error', own(error, domain));
    } finally {
      this.process.domain = null;
    }
  }
}
