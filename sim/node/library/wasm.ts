import { type Replacement, shared } from '../task/realm.ts';

/** The compiling parts of the global; the type checker's library has no `WebAssembly`. */
interface WebAssembly {
  readonly Module: new (bytes: Bytes) => object;
  readonly Instance: new (module: object, imports?: object) => object;
}
type Bytes = ArrayBuffer | ArrayBufferView;

const real = (globalThis as unknown as { WebAssembly: WebAssembly }).WebAssembly;
const modules = new Map<string, object>();

/** Compiled once for all incarnations, by content. */
function moduleOf(bytes: Bytes): object {
  const view = ArrayBuffer.isView(bytes)
    ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    : new Uint8Array(bytes);
  const key = Buffer.from(view).toString('latin1');
  const known = modules.get(key) ?? new real.Module(bytes);
  modules.set(key, known);
  return known;
}

async function compile(bytes: Bytes): Promise<object> {
  return moduleOf(bytes);
}

async function instantiate(given: Bytes | object, imports?: object): Promise<object> {
  if (given instanceof real.Module) return new real.Instance(given, imports);
  const module = moduleOf(given as Bytes); // the only other accepted type
  return { module, instance: new real.Instance(module, imports) };
}

async function bytesOf(source: Response | Promise<Response>): Promise<ArrayBuffer> {
  const response = await source;
  if (response.headers.get('content-type') !== 'application/wasm' || !response.ok)
    throw new TypeError('WebAssembly is only taken from an OK response of the type application/wasm');
  return response.arrayBuffer();
}

const compileStreaming = async (source: Response | Promise<Response>): Promise<object> =>
  compile(await bytesOf(source));
const instantiateStreaming = async (
  source: Response | Promise<Response>,
  imports?: object,
): Promise<object> => instantiate(await bytesOf(source), imports);

/** Compiles WebAssembly synchronously instead of on another thread, which would finish at a real time. */
export const wasmValues = (): Replacement[] => [
  shared(real, 'compileStreaming', compileStreaming),
  shared(real, 'instantiateStreaming', instantiateStreaming),
  shared(real, 'compile', compile),
  shared(real, 'instantiate', instantiate),
];
