import { whyUnplain } from '../../../src/process/plain.ts';
import type { Outcome } from '../../../src/process/process.ts';
import { FunctionError } from '../../kernel/function-error.ts';
import type { AnyContext } from '../../kernel/resident.ts';
import type { Program, Started } from '../host/program.ts';
import type { ClientFunction, ClientSurroundings } from './client-function.ts';
import { ProgramResident } from './program-resident.ts';

/** A client's code: a function from the scenario file, or a file whose default export is one. */
export type ClientCode = ClientFunction | { readonly file: string };

/** Thrown for an operation that certainly did not take effect. */
class OperationFailed extends Error {
  override readonly name = 'OperationFailed';
}

/** Dependencies of a client resident. */
export interface ClientParts {
  readonly name: string;
  readonly client: number;
  readonly nodes: readonly string[];
  readonly code: ClientCode;
  readonly env?: Readonly<Record<string, string>>;
  /** Timeout after which the outcome of an operation counts as unknown. */
  readonly timeoutUs: number;
}

/** A client as a separate program: receives one operation at a time, and replies when its promise settles. */
export class ClientResident extends ProgramResident {
  private readonly parts: ClientParts;
  private running: { readonly started: Started; readonly code: Promise<ClientFunction> } | undefined;
  private asked = 0;
  private open = 0;
  private ctx: AnyContext | undefined;
  private failure: { readonly error: unknown } | undefined;

  constructor(parts: ClientParts) {
    const { code, env } = parts;
    const common: Program = { main: (started) => this.begin(started), ...(env === undefined ? {} : { env }) };
    super(parts.name, 'file' in code ? { ...common, entry: code.file } : common);
    this.parts = parts;
  }

  override invoke(operation: unknown, ctx: AnyContext): void {
    const { parts, running } = this;
    const id = ++this.asked;
    this.open = id;
    this.host.inTurn(() => {
      if (running === undefined) return;
      const { task } = running.started;
      const token = task.after(parts.timeoutUs, () => this.answer(id, { type: 'unknown' }));
      const surroundings: ClientSurroundings = {
        nodes: parts.nodes,
        client: parts.client,
        failed: (reason) => new OperationFailed(reason),
      };
      const work = running.code.then((client) => client(operation, surroundings));
      const settle = (outcome: Outcome<unknown>): void => {
        if (task.alive) task.cancel(token);
        this.answer(id, outcome);
      };
      work.then(
        (result) => settle({ type: 'ok', result }),
        (error: unknown) => {
          task.ports.observe({ kind: 'line', stream: 'stderr', text: failureText(error) });
          settle(outcomeOf(error));
        },
      );
    });
    this.after(ctx);
  }

  override crash(): string {
    this.running = undefined;
    this.open = 0;
    return super.crash();
  }

  /** Replies are always sent within the handler in which they become due. */
  override start(ctx: AnyContext): void {
    this.ctx = ctx;
    super.start(ctx);
  }

  protected override after(ctx: AnyContext | undefined): void {
    const { failure } = this;
    this.failure = undefined;
    if (failure !== undefined) throw failure.error;
    super.after(ctx);
  }

  private begin(started: Started): void {
    started.task.hold();
    const { code } = this.parts;
    const loaded =
      'file' in code
        ? started.graph.import(code.file, code.file).then(({ default: client }) => client as ClientFunction)
        : Promise.resolve(code);
    this.running = { started, code: loaded };
    loaded.catch((error: unknown) => started.task.fail(error, 'uncaughtException'));
  }

  private answer(id: number, outcome: Outcome<unknown>): void {
    if (id !== this.open) return; // too late: the operation is no longer open
    this.open = 0;
    try {
      if (outcome.type === 'ok') refuseUnplain(outcome.result);
      this.ctx?.complete(outcome);
    } catch (error) {
      this.failure ??= { error }; // rethrown at the end of the event, as from any handler
    }
  }
}

/** Blames the client, which the definition names, and not its process. @throws FunctionError */
function refuseUnplain(result: unknown): void {
  const why = result === undefined ? undefined : whyUnplain(result);
  if (why === undefined) return;
  const refusal = new TypeError(`it returned a result that is not plain data: ${why}`);
  refusal.stack = refusal.message; // no line is to blame
  throw new FunctionError('client', refusal);
}

const outcomeOf = (error: unknown): Outcome<unknown> =>
  error instanceof OperationFailed ? { type: 'failed', reason: error.message } : { type: 'unknown' };

/** `fetch failed: connect ECONNREFUSED 10.0.0.1:8080` */
function failureText(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  return cause instanceof Error ? `${error.message}: ${cause.message}` : error.message;
}
