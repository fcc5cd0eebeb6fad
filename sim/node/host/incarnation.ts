import { createCrypto } from '../chance/crypto.ts';
import { perfHooks } from '../clock/perf-hooks.ts';
import { createPerformance } from '../clock/performance.ts';
import { TimersBinding } from '../clock/timers.ts';
import { Library } from '../library/library.ts';
import { ownBlob } from '../library/own-blob.ts';
import { ownStreams } from '../library/own-streams.ts';
import { ownUtil } from '../library/own-util.ts';
import type { Exports } from '../library/source.ts';
import { asyncHooks } from '../library/stubs.ts';
import { MODULE_GLOBALS } from '../load/compiled.ts';
import { ModuleGraph } from '../load/graph.ts';
import { moduleBuiltin } from '../load/module-builtin.ts';
import { vmModule } from '../load/vm.ts';
import { createConsole } from '../process/console.ts';
import { Domains } from '../process/domain.ts';
import { createOs } from '../process/os.ts';
import { createProcess, type ProgramProcess } from '../process/process.ts';
import { reach } from '../process/reach.ts';
import { ttyModule } from '../process/tty.ts';
import { v8Module } from '../process/v8.ts';
import { real } from '../real-process.ts';
import { REFUSED, refused, refusedModule } from '../refuse/refused.ts';
import { asyncHooksModule, currentContext, inCurrentContext } from '../task/async-hooks.ts';
import type { Running } from '../task/current.ts';
import { programGlobal } from '../task/globals.ts';
import type { Task } from '../task/task.ts';
import { lazily, ProgramGlobals } from './globals.ts';
import { codeRoot } from './node-disk.ts';
import type { Program } from './program.ts';

const FETCH_GLOBALS = [
  'fetch',
  'Headers',
  'Request',
  'Response',
  'FormData',
  'WebSocket',
  'CloseEvent',
  'EventSource',
] as const;

/** `navigator.locks`, where this version of Node has it. */
function lockManager(): object {
  const found: unknown = Reflect.get(globalThis, 'navigator') ?? {};
  const locks: unknown = Reflect.get(found as object, 'locks');
  if (locks === undefined) return {};
  return { locks: refused('navigator.locks', 'the real process grants its locks', Object(locks) as object) };
}

/** System calls by binding, created by the host for each incarnation. */
export type Bindings = ReadonlyMap<string, Exports>;

/** Parts of an incarnation besides its task. */
export interface IncarnationParts {
  readonly program: Program;
  readonly bindings: Bindings;
  readonly runTicks: () => void;
  readonly isDirectory: (path: string) => boolean;
  /** Called when the program ends by itself. */
  readonly exited: (code: number, reason: string) => void;
}

/** One run of a program from start to end: its own modules, globals and `process` on one task. */
export class Incarnation implements Running {
  readonly task: Task;
  readonly globals = new ProgramGlobals();
  readonly process: ProgramProcess;
  readonly graph: ModuleGraph;
  readonly library: Library;
  /** Once the program has loaded `domain`. */
  private domains: Domains | undefined;

  constructor(task: Task, parts: IncarnationParts) {
    this.task = task;
    const { program } = parts;
    this.process = createProcess(
      task,
      {
        argv: ['/usr/local/bin/node', program.entry ?? '/home/node/main', ...(program.args ?? [])],
        execArgv: [],
        env: { PATH: '/usr/local/bin:/usr/bin:/bin', HOME: '/home/node', TZ: 'UTC', ...program.env },
        cwd: program.cwd ?? codeRoot(program),
        pid: 100 + task.incarnation,
        isDirectory: parts.isDirectory,
      },
      parts.exited,
    );
    const timers = new TimersBinding(task, parts.runTicks);
    this.library = new Library({
      process: this.process.object,
      bindings: new Map([...parts.bindings, ['timers', timers.exports]]),
      replaced: this.replacedModules(),
    });
    timers.attach(this.library);
    task.hooks = {
      uncaught: (error, origin, promise) => {
        if (this.domains?.take(error) !== true) this.process.uncaught(error, origin, promise);
      },
      idle: this.process.idle,
      immediates: () => timers.runImmediates(),
      hasImmediates: () => timers.hasImmediates,
      holdsImmediates: () => timers.holdsImmediates,
      spun: () => timers.rearm(),
    };
    this.setGlobals();
    const builtin = (id: string): unknown => this.library.require(id);
    reach({ object: this.process.object, builtin });
    this.graph = new ModuleGraph({
      builtin,
      globals: MODULE_GLOBALS.map((name) => this.globals.get(name)),
    });
  }

  /** Runs the entry; must be called in a turn. */
  start(entry: string): void {
    this.graph.runMain(entry)?.catch((error: unknown) => this.task.fail(error, 'uncaughtException'));
  }

  private replacedModules(): Map<string, () => unknown> {
    const { task, globals } = this;
    const replaced = new Map<string, () => unknown>([
      [
        'internal/async_hooks',
        () =>
          asyncHooks(
            () => task.newId(),
            (type, resource) => this.keepContext(type, resource),
          ),
      ],
      ['process', () => this.process.object],
      ['console', () => globals.get('console')],
      [
        'domain',
        () => {
          this.domains ??= new Domains(this.process.object);
          return this.domains.exports;
        },
      ],
      ['crypto', () => createCrypto(task)],
      [
        'os',
        () => createOs(task, task.ports.addresses[task.ports.node] ?? { name: 'node', address: '127.0.0.1' }),
      ],
      ['perf_hooks', () => perfHooks(task, globals.get('performance'))],
      [
        'async_hooks',
        () =>
          asyncHooksModule(task, () => {
            task.context = currentContext;
          }),
      ],
      ['util', () => ownUtil((id) => this.library.require(id))],
      ['v8', v8Module],
      ['tty', ttyModule],
      ['stream/web', ownStreams],
      ['vm', vmModule],
      ['internal/deps/undici/undici', () => this.library.undici(globals.get('globalThis') as object)],
      ['internal/blob', () => ownBlob((id) => this.library.require(id))],
      ['module', () => moduleBuiltin(() => this.graph)],
      ['sys', () => this.library.require('util')],
    ]);
    for (const [id, why] of Object.entries(REFUSED)) replaced.set(id, () => refusedModule(id, why));
    return replaced;
  }

  private setGlobals(): void {
    const { globals, library, task } = this;
    const global = programGlobal(globals);
    const timers = library.require('timers') as Exports; // Node's own module
    for (const name of MODULE_GLOBALS) if (name in timers) globals.set(name, timers[name]);
    globals.set('process', this.process.object);
    globals.set('console', createConsole(task, this.process.stdout, this.process.stderr));
    const originMs = task.wallUs() / 1_000;
    globals.set(
      'performance',
      lazily(() => createPerformance(task, originMs)),
    );
    globals.set(
      'crypto',
      lazily(() => (library.require('crypto') as Exports)['webcrypto']),
    );
    if ('navigator' in globalThis)
      globals.set('navigator', {
        hardwareConcurrency: 1,
        language: 'en-US',
        languages: ['en-US'],
        platform: 'linux',
        userAgent: `Node.js/${real.versions.node.split('.')[0]}`,
        ...lockManager(),
      });
    for (const name of FETCH_GLOBALS)
      if (name in globalThis)
        globals.set(
          name,
          lazily(() => library.undici(global)[name]),
        );
  }

  /** Makes timer callbacks run in the async context in which the timer was set, once a program uses contexts. */
  private keepContext(type: string, resource: Exports): void {
    const usesContexts = this.task.context !== undefined;
    if (!usesContexts && this.domains === undefined) return;
    const key = type === 'Timeout' ? '_onTimeout' : type === 'Immediate' ? '_onImmediate' : undefined;
    const callback = key === undefined ? undefined : resource[key];
    if (key === undefined || typeof callback !== 'function') return;
    const kept = usesContexts ? inCurrentContext(callback as () => void, type) : callback;
    resource[key] = this.domains?.bound(kept as () => void) ?? kept;
  }
}
