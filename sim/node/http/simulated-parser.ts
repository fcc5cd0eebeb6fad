import { realRequire } from '../library/shared.ts';
import { realBinding } from '../library/shared-bindings.ts';
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

type Callback = (...values: unknown[]) => unknown;

/** What the parsers of one incarnation have in common. */
export interface ParserOwner {
  readonly task: Task;
  /** Those that are open: the machine holds them until they are closed. */
  readonly parsers: Set<SimulatedParser>;
}

/** A parser as its server counts it. */
interface ParserList {
  readonly members: Set<SimulatedParser>;
}

export const nativeBinding = nativeParser();

function begins(this: SimulatedParser): void {
  this.startedUs = Math.max(1, this.owner.task.turnUs());
  this.hasHeaders = false;
}

/** With the nine parameters that the native side passes: an array of them would be made for each message. */
function headersComplete(
  this: SimulatedParser,
  a: unknown,
  b: unknown,
  c: unknown,
  d: unknown,
  e: unknown,
  f: unknown,
  g: unknown,
  h: unknown,
  i: unknown,
): unknown {
  this.hasHeaders = true;
  return this.onHeaders?.(a, b, c, d, e, f, g, h, i);
}

function messageComplete(this: SimulatedParser): unknown {
  this.startedUs = 0;
  return this.onComplete?.();
}

/**
 * The real parser, with the state that the real one keeps on the machine's clock moved to virtual time. One class for all
 * incarnations, as with other handles.
 */
export class SimulatedParser extends nativeBinding.HTTPParser {
  /** Start of the current message on the incarnation's clock; 0 between two messages. */
  startedUs = 0;
  hasHeaders = false;
  private list: ParserList | undefined;
  private watched = false;
  readonly owner: ParserOwner;
  onHeaders: Callback | undefined;
  onComplete: Callback | undefined;

  constructor(owner: ParserOwner) {
    super();
    this.owner = owner;
    owner.parsers.add(this);
  }

  override initialize(
    type: number,
    resource: object,
    maxHeaderSize?: number,
    lenient?: number,
    list?: ParserList,
  ): void {
    super.initialize(type, resource, maxHeaderSize ?? 0, lenient ?? 0);
    this.list?.members.delete(this);
    this.list = list;
    this.hasHeaders = false;
    this.startedUs = type === RESPONSE ? 0 : Math.max(1, this.owner.task.turnUs());
    if (list === undefined) return;
    list.members.add(this);
    this[ON_MESSAGE_BEGIN] = begins; // the library resets it when it keeps a parser for later
    this.watch();
  }

  override close(): void {
    if (!this.owner.parsers.delete(this)) return;
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
    this.onHeaders = this[ON_HEADERS_COMPLETE] as Callback; // set by the library
    this.onComplete = this[ON_MESSAGE_COMPLETE] as Callback;
    this[ON_HEADERS_COMPLETE] = headersComplete;
    this[ON_MESSAGE_COMPLETE] = messageComplete;
  }
}
