import { findSourceMap, SourceMap } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const texts = new Map<string, string>();
const maps = new Map<string, SourceMap>();

/** Stores the source map of a compiled file. */
export function rememberMap(path: string, map: string): void {
  texts.set(path, map);
  maps.delete(path);
}

function mapOf(path: string): SourceMap | undefined {
  const known = maps.get(path);
  if (known !== undefined) return known;
  const text = texts.get(path);
  if (text === undefined) return undefined;
  const map = new SourceMap(JSON.parse(text) as ConstructorParameters<typeof SourceMap>[0]); // esbuild's own JSON
  maps.set(path, map);
  return map;
}

/** Maps a position in the running code to the user's source. */
export function originalPlace(path: string, line: number, column: number): { line: number; column: number } {
  const entry = mapOf(path)?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalLine' in entry)) return { line, column };
  return { line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/**
 * The user's place for a frame of a running program. The file of a definition is loaded as a bundle in a folder with a random name,
 * which no run may see: a program that prints a stack would have another hash each time.
 */
function sourcePlace(frame: NodeJS.CallSite, path: string): Place | undefined {
  const line = frame.getLineNumber() ?? 1;
  const column = frame.getColumnNumber() ?? 1;
  if (texts.has(path)) return { path, ...originalPlace(path, line, column) };
  const map = path.startsWith('node:') ? undefined : findSourceMap(path);
  const entry = map?.findEntry(line - 1, column - 1);
  if (entry === undefined || !('originalLine' in entry)) return undefined;
  return { path: entry.originalSource, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
}

/** Source map comment for the inspector, so that breakpoints bind to the user's lines. */
export const mapComment = (map: string | undefined): string =>
  map === undefined
    ? ''
    : `\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(map).toString('base64')}`;

/** Directory of the tank's own files, which are hidden from a program's stack traces. */
const TANK = dirname(dirname(fileURLToPath(import.meta.url)));
const TANK_URL = pathToFileURL(TANK).href;
/** The file that contains this code: a bundle in its own folder when a cluster is loaded. No hash may depend on it. */
const BUNDLE = ownFile();

function ownFile(): string | null {
  const { prepareStackTrace } = Error;
  Error.prepareStackTrace = (_, frames) => frames[0]?.getFileName() ?? null;
  const file = new Error('where').stack as unknown as string | null; // set by the `prepareStackTrace` just installed
  Error.prepareStackTrace = prepareStackTrace;
  return file;
}

/** Whether a file belongs to the tank. */
export const isTankPath = (path: string | null | undefined): boolean =>
  path === BUNDLE ||
  ((path?.startsWith(TANK) === true || path?.startsWith(TANK_URL) === true) &&
    !/[.-](test|contract|program)\.[cm]?[jt]s$/.test(path));

/** `Error.prepareStackTrace` while programs run: frames refer to the user's lines, and the tank is hidden. */
export function prepareStack(error: unknown, frames: readonly NodeJS.CallSite[]): string {
  let head: string;
  try {
    head = Error.prototype.toString.call(error);
  } catch {
    head = '<error>';
  }
  const lines: string[] = [];
  for (const frame of frames) {
    const path = frame.getFileName();
    if ((frame.getFunctionName() === 'turn' && isTankPath(path)) || isDrain(frame, path)) break;
    if (isTankPath(path)) continue;
    const text = String(frame);
    const place = path === null || path === undefined ? undefined : sourcePlace(frame, path);
    lines.push(place === undefined ? text : atPlace(text, path ?? '', place));
  }
  return [head, ...lines].join('\n    at ');
}

/**
 * True if nothing below this frame is of the program. Without its second part: (1) something outside of the tank has a tick to run;
 * (2) Node runs promises from another function than usual; (3) a program that prints a stack prints one line more.
 */
const isDrain = (frame: NodeJS.CallSite, path: string | null | undefined): boolean =>
  frame.getMethodName() === '_tickCallback' ||
  (path === 'node:internal/process/task_queues' && frame.getFunctionName() === 'processTicksAndRejections');

const atPlace = (text: string, from: string, { path, line, column }: Place): string =>
  text.replace(from, () => path).replace(/:\d+:\d+(\)?)$/, `:${line}:${column}$1`);
