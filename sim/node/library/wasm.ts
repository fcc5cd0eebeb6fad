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

/** Compiles WebAssembly synchronously instead of on another thread, which would finish at a real time. */
export const wasmValues = (): Replacement[] => [
  shared(real, 'compile', compile),
  shared(real, 'instantiate', instantiate),
];
