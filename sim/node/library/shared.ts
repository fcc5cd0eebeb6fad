import { EventEmitter } from 'node:events';
import * as realFs from 'node:fs';
import * as realNet from 'node:net';
import * as readline from 'node:readline';
import * as stream from 'node:stream';
import { ReadableStream } from 'node:stream/web';
import { domainToASCII, domainToUnicode, fileURLToPath, pathToFileURL, urlToHttpOptions } from 'node:url';
import * as util from 'node:util';
import { simulatedDate } from '../clock/date.ts';
import { real } from '../real-process.ts';
import { running } from '../task/current.ts';
import { sharedBinding } from './shared-bindings.ts';
import { compiledLibrary, type Exports } from './source.ts';
import { debuglog, nodeSymbols, options, partialBinding, privateSymbols } from './stubs.ts';

/** Node's real modules, for those without state that a run could observe. */
export function realRequire(id: string): unknown {
  // Not `require`, whose hooks (of a loader, of a test runner) would see every module of every program.
  const { getBuiltinModule } = real as unknown as { getBuiltinModule(id: string): unknown };
  const found = getBuiltinModule.call(real, id);
  if (found !== undefined) return found;
  const words = `No such built-in module: ${id}`;
  throw Object.assign(new Error(words), { code: 'ERR_UNKNOWN_BUILTIN_MODULE' });
}

const noop = (): void => undefined;

/** Modules of Node's library without state: one instance serves all programs of this process. */
const STATELESS = new Set([
  'internal/assert',
  'internal/constants',
  'internal/deps/minimatch/index',
  'internal/errors',
  'internal/events/abort_listener',
  'internal/fixed_queue',
  'internal/freelist',
  'internal/linkedlist',
  'internal/priority_queue',
  'internal/querystring',
  'internal/streams/destroy',
  'internal/streams/end-of-stream',
  'internal/streams/utils',
  'internal/util',
  'internal/validators',
]);

const isUrl = (value: unknown): value is URL => {
  const url = value as Partial<Record<string, unknown>> | null | undefined;
  return Boolean(url?.['href'] && url['protocol'] && url['auth'] === undefined && url['path'] === undefined);
};

/** A class that is also an event emitter. */
function withEvents(Base: new () => object): new () => object {
  class Mixed extends Base {
    constructor() {
      super();
      EventEmitter.call(this as unknown as EventEmitter); // the emitter's fields are its own
    }
  }
  for (const key of Reflect.ownKeys(EventEmitter.prototype)) {
    if (key === 'constructor') continue;
    const descriptor = Object.getOwnPropertyDescriptor(EventEmitter.prototype, key);
    if (descriptor !== undefined) Object.defineProperty(Mixed.prototype, key, descriptor);
  }
  return Mixed;
}

const eventTargetSymbols: Exports = {
  kResistStopPropagation: Symbol('kResistStopPropagation'),
  kWeakHandler: Symbol('kWeak'),
};

/** The class of buffers, which `Buffer` names as the one of its results. `new Buffer` is deprecated, and looks who calls it. */
const FastBuffer: unknown = Reflect.get(Buffer, Symbol.species);

/** Replaced modules: the real ones reach into Node's native side, or have a public equivalent. */
const REPLACED: Record<string, () => Exports> = {
  'internal/util/inspect': () => ({
    ...util,
    identicalSequenceRange: () => ({ len: 0, offset: 0 }),
    formatProperty: () => '',
    isBuffer: Buffer.isBuffer,
  }),
  'internal/util/types': () => ({ ...util.types, isArrayBufferView: ArrayBuffer.isView }),
  'internal/util/debuglog': () => ({ debuglog, debugWithTimer: debuglog, initializeDebugEnv: noop }),
  'internal/util/colors': () => ({ shouldColorize: () => false, refresh: noop, hasColors: false }),
  'internal/options': () => ({ getOptionValue: (name: string) => options[name] ?? false }),
  'internal/v8/startup_snapshot': () => ({
    namespace: { isBuildingSnapshot: () => false, addDeserializeCallback: noop, addSerializeCallback: noop },
    isBuildingSnapshot: () => false,
    addDeserializeCallback: noop,
    addAfterUserSerializeDeserializeSnapshot: noop,
  }),
  'internal/process/permission': () => ({ isEnabled: () => false, has: () => true }),
  'internal/async_context_frame': () => ({
    enabled: false,
    current: noop,
    set: noop,
    exchange: noop,
    disable: noop,
  }),
  'internal/process/warning': () => ({ emitWarningSync: noop, emitWarning: noop }),
  'internal/process/task_queues': () => ({ queueMicrotask: (action: () => void) => queueMicrotask(action) }),
  'internal/perf/observe': () => ({ hasObserver: () => false, startPerf: noop, stopPerf: noop }),
  'internal/streams/state': () => ({
    getDefaultHighWaterMark: stream.getDefaultHighWaterMark,
    setDefaultHighWaterMark: stream.setDefaultHighWaterMark,
  }),
  'internal/event_target': () => ({
    ...eventTargetSymbols,
    Event,
    EventTarget,
    isEventTarget: (value: unknown) => value instanceof EventTarget,
    EventEmitterMixin: withEvents,
  }),
  'internal/abort_controller': () => ({ AbortController, AbortSignal, aborted: util.aborted }),
  'internal/url': () => ({
    URL,
    URLSearchParams,
    isURL: isUrl,
    fileURLToPath,
    pathToFileURL,
    urlToHttpOptions,
    domainToASCII,
    domainToUnicode,
    toPathIfFileURL: (value: unknown) => (isUrl(value) ? fileURLToPath(value) : value),
  }),
  'internal/worker/js_transferable': () => ({
    JSTransferable: class JSTransferable {},
    kClone: Symbol('kClone'),
    kDeserialize: Symbol('kDeserialize'),
    kTransfer: Symbol('kTransfer'),
    kTransferList: Symbol('kTransferList'),
    markTransferMode: noop,
    setup: noop,
  }),
  'internal/blocklist': () => ({ BlockList: realNet.BlockList }),
  'internal/socketaddress': () => ({ SocketAddress: realNet.SocketAddress }),
  'internal/readline/interface': () => ({ Interface: readline.Interface }),
  'internal/webstreams/readablestream': () => ({ ReadableStream, readableStreamCancel: noop }),
  'internal/webstreams/adapters': () => ({
    // Of files only: `FileHandle.readableWebStream` in Node 20.
    newReadableStreamFromStreamBase: (
      file: { readPiece(): Promise<ArrayBuffer | undefined> },
      _: unknown,
      { ondone }: { ondone: () => void },
    ) =>
      new ReadableStream({
        async pull(controller) {
          const piece = await file.readPiece();
          if (piece !== undefined) return controller.enqueue(piece);
          controller.close();
          ondone();
        },
        cancel: () => ondone(),
      }),
    newReadableStreamFromStreamReadable: (source: stream.Readable) => stream.Readable.toWeb(source),
  }),
  'internal/buffer': () => ({ FastBuffer, isMarkedAsUntransferable: () => false }),
  'internal/blob': () => ({
    Blob,
    createBlobFromFilePath: () => new Blob([]),
    isBlob: (v: unknown) => v instanceof Blob,
  }),
};

const modules = new Map<string, Exports>();
let primordials: Exports | undefined;

/** The built-ins as Node's library captures them, with the running program's clock and random numbers. */
export function libraryPrimordials(): Exports {
  if (primordials !== undefined) return primordials;
  const real: Exports = {};
  const parameters = 'exports, primordials, privateSymbols, perIsolateSymbols';
  // The only source with different parameters: its second one is the object that it fills.
  const fill = compiledLibrary('internal/per_context/primordials', parameters) as unknown as (
    exports: Exports,
    primordials: Exports,
    privateSymbols: Exports,
    perIsolateSymbols: Exports,
  ) => void;
  fill({}, real, privateSymbols, nodeSymbols);
  primordials = Object.defineProperties(
    {},
    {
      ...Object.getOwnPropertyDescriptors(real),
      Date: { value: simulatedDate },
      DateNow: { value: simulatedDate.now },
      MathRandom: { value: () => Math.random() },
    },
  );
  return primordials;
}

/** `process` as seen by shared library modules, where no single program is meant. */
const anyProcess = {
  platform: real.platform,
  arch: real.arch,
  version: real.version,
  versions: real.versions,
  features: real.features,
  noDeprecation: true,
  cwd: () => (running()?.globals.get('process') as NodeJS.Process | undefined)?.cwd() ?? '/',
  emitWarning: (...values: Parameters<typeof real.emitWarning>) =>
    (running()?.globals.get('process') as NodeJS.Process | undefined)?.emitWarning(...values),
  nextTick: (callback: (...values: unknown[]) => void, ...values: unknown[]) =>
    real.nextTick(callback, ...values),
  stderr: { isTTY: false },
};

/** A module of Node's library shared by all programs; `undefined` if each process must have its own. */
export function sharedModule(id: string): Exports | undefined {
  const known = modules.get(id);
  if (known !== undefined) return known;
  const replaced = REPLACED[id];
  if (replaced !== undefined) {
    const made = replaced();
    modules.set(id, made);
    return made;
  }
  if (!STATELESS.has(id) && !id.startsWith('internal/streams/iter/')) return undefined;
  const module = { exports: {} as Exports };
  modules.set(id, module.exports);
  const requireShared = (other: string) => sharedModule(other) ?? realRequire(`node:${other}`);
  const bindingOf = (name: string) => sharedBinding(name) ?? partialBinding(name, {});
  compiledLibrary(id)(module.exports, requireShared, module, anyProcess, bindingOf, libraryPrimordials());
  if (id === 'internal/util') module.exports['customPromisifyArgs'] = promisifyArguments();
  modules.set(id, module.exports);
  return module.exports;
}

/** The symbol that tells the real `util.promisify` which values a callback receives. */
function promisifyArguments(): symbol {
  const found = Object.getOwnPropertySymbols(realFs.read).find(
    ({ description }) => description === 'customPromisifyArgs',
  );
  return found ?? Symbol('customPromisifyArgs');
}
