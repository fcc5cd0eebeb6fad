import { realRequire } from '../library/shared.ts';
import { realBinding } from '../library/shared-bindings.ts';
import type { Exports } from '../library/source.ts';
import type { Task } from '../task/task.ts';

const ON_MESSAGE_BEGIN = 0;
const ON_HEADERS_COMPLETE = 2;
const ON_MESSAGE_COMPLETE = 4;

/** The part of Node's native parser used here. */
interface NativeParser {
  initialize(type: number, resource: object, maxHeaderSize?: number, lenient?: number, list?: unknown): void;
  execute(bytes: Uint8Array, offset?: number, length?: number): unknown;
  close(): void;
  remove?(): void;
  [event: number]: unknown;
}
type ParserClass = new () => NativeParser;

const RESPONSE = 2;
/** Number of the one method missing from the list of ordinary ones. */
const QUERY = 46;

interface NativeBinding {
  readonly HTTPParser: ParserClass;
  readonly methods: readonly string[];
  readonly allMethods?: readonly string[];
}

/** The real binding, or what a public module exposes of it where the binding is not available (Node 24). */
function nativeParser(): NativeBinding {
  try {
    return realBinding('http_parser') as unknown as NativeBinding;
  } catch {
    const { HTTPParser, methods } = realRequire('node:_http_common') as NativeBinding;
    const allMethods = [...methods];
    allMethods[QUERY] = 'QUERY';
    return { HTTPParser, methods, allMethods };
  }
}

/**
 * `internalBinding('http_parser')` of one incarnation: the real parser, with the state that the real one keeps on the machine's
 * clock moved to virtual time: which connections of a server wait for headers or for a whole request.
 */
export function parserBinding(task: Task): Exports {
  const native = nativeParser();
  const parsers = new Set<SimulatedParser>();

  class ConnectionsList {
    readonly members = new Set<SimulatedParser>();

    all(): SimulatedParser[] {
      return [...this.members];
    }

    idle(): SimulatedParser[] {
      return this.all().filter((parser) => parser.startedUs === 0);
    }

    active(): SimulatedParser[] {
      return this.all().filter((parser) => parser.startedUs !== 0);
    }

    /** Connections whose request exceeds one of two limits in milliseconds (0 for none). */
    expired(headersMs: number, requestMs: number): SimulatedParser[] {
      const nowUs = task.turnUs();
      return this.all().filter((parser) => {
        if (parser.startedUs === 0) return false;
        const tookUs = nowUs - parser.startedUs;
        const late =
          (headersMs > 0 && !parser.hasHeaders && tookUs > headersMs * 1_000) ||
          (requestMs > 0 && tookUs > requestMs * 1_000);
        if (late) this.members.delete(parser);
        return late;
      });
    }
  }

  class SimulatedParser extends native.HTTPParser {
    /** Start of the current message on the incarnation's clock; 0 between two messages. */
    startedUs = 0;
    hasHeaders = false;
    private list: ConnectionsList | undefined;
    private watched = false;

    constructor() {
      super();
      parsers.add(this);
    }

    override initialize(
      type: number,
      resource: object,
      maxHeaderSize?: number,
      lenient?: number,
      list?: ConnectionsList,
    ): void {
      super.initialize(type, resource, maxHeaderSize ?? 0, lenient ?? 0);
      this.list?.members.delete(this);
      this.list = list;
      this.hasHeaders = false;
      this.startedUs = type === RESPONSE ? 0 : Math.max(1, task.turnUs());
      if (list === undefined) return;
      list.members.add(this);
      this[ON_MESSAGE_BEGIN] = () => {
        this.startedUs = Math.max(1, task.turnUs());
        this.hasHeaders = false;
      };
      this.watch();
    }

    override close(): void {
      if (!parsers.delete(this)) return;
      this.list?.members.delete(this);
      super.close();
    }

    override remove(): void {
      this.list?.members.delete(this);
      super.remove?.();
    }

    /** The library reuses parsers with the same callbacks, so they are wrapped once. */
    private watch(): void {
      if (this.watched) return;
      this.watched = true;
      const onHeaders = this[ON_HEADERS_COMPLETE] as (...values: unknown[]) => unknown;
      const onComplete = this[ON_MESSAGE_COMPLETE] as (...values: unknown[]) => unknown;
      this[ON_HEADERS_COMPLETE] = function (this: SimulatedParser, ...values: unknown[]) {
        this.hasHeaders = true;
        return onHeaders.apply(this, values);
      };
      this[ON_MESSAGE_COMPLETE] = function (this: SimulatedParser, ...values: unknown[]) {
        this.startedUs = 0;
        return onComplete.apply(this, values);
      };
    }
  }

  // The machine holds native parsers until they are closed; those of a dead program must be released.
  task.remains.push(() => {
    for (const parser of [...parsers]) parser.close();
  });
  const { methods, allMethods = methods } = native;
  return { HTTPParser: SimulatedParser, ConnectionsList, methods, allMethods };
}
