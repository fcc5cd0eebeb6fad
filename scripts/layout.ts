import { circlesOf, type Import, isTest, type Source } from './import-graph.ts';
import { EXCEPTIONS, type Exception, ROOMS, type Room } from './rooms.ts';

/** Lines that only few files may exceed, and that no file may exceed. */
export const LONG_LINES = 250;
export const TOO_LONG_LINES = 350;
export const MEDIAN_LINES = 70;
export const SHARE_WITHIN_LONG = 0.98;

/** Files that are one long list of data. */
const DATA = [/^sim\/mutants\/catalogue\//];

/** All imports from one room into another. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  readonly imports: readonly Import[];
}

/** All that can be said about the layout of the code. */
export interface Layout {
  readonly arrows: readonly Arrow[];
  readonly roomCircles: readonly (readonly string[])[];
  readonly fileCircles: readonly (readonly string[])[];
  /** Imports that the table of rooms does not allow, in words. */
  readonly wrong: readonly string[];
  /** Exceptions that are still needed, with the number of imports, and those that are not. */
  readonly excused: ReadonlyMap<Exception, number>;
  readonly needless: readonly Exception[];
  readonly sizes: Sizes;
}

export interface Sizes {
  readonly files: number;
  readonly medianLines: number;
  /** Share of the files that have at most {@link LONG_LINES} lines. */
  readonly withinLong: number;
  readonly tooLong: readonly Pick<Source, 'file' | 'lines'>[];
}

export const roomOf = (file: string, rooms: readonly Room[] = ROOMS): Room | undefined =>
  rooms
    .filter(({ path }) => file.startsWith(`${path}/`))
    .sort((a, b) => b.path.length - a.path.length)
    .at(0);

export function layoutOf(
  sources: readonly Source[],
  rooms: readonly Room[] = ROOMS,
  exceptions: readonly Exception[] = EXCEPTIONS,
): Layout {
  const code = sources.filter(({ file }) => !isTest(file));
  const imports = code.flatMap((source) => source.imports);
  const excused = new Map<Exception, number>();
  const wrong: string[] = code
    .filter(({ file }) => roomOf(file, rooms) === undefined)
    .map(({ file }) => `${file} is in no room`);
  for (const each of imports) {
    const why = breaks(each, rooms);
    if (why === undefined) continue;
    const exception = exceptions.find(({ from, to }) => each.from.startsWith(from) && each.to.startsWith(to));
    if (exception === undefined) wrong.push(why);
    else excused.set(exception, (excused.get(exception) ?? 0) + 1);
  }
  const arrows = arrowsOf(imports, rooms);
  return {
    arrows,
    roomCircles: circlesOf(graphOf(arrows)),
    // Tests are left out: a helper may import the file that its test stands beside.
    fileCircles: circlesOf(graphOf(imports)),
    wrong,
    excused,
    needless: exceptions.filter((exception) => !excused.has(exception)),
    sizes: sizesOf(sources),
  };
}

/** Why an import breaks the rule; undefined when it does not. */
function breaks({ from, to, typeOnly }: Import, rooms: readonly Room[]): string | undefined {
  const [room, target] = [roomOf(from, rooms), roomOf(to, rooms)];
  if (isTest(to))
    return room?.path === 'scripts' ? undefined : `${from} imports ${to}, which is for tests only`;
  if (room === undefined || room === target || to.endsWith('.json')) return undefined;
  if (target === undefined) return `${from} imports ${to}, which is in no room`;
  if (room.uses.includes(target.path)) return undefined;
  if (typeOnly && room.types?.includes(target.path) === true) return undefined;
  return `${from} imports ${typeOnly ? 'types of ' : ''}${to}`;
}

function arrowsOf(imports: readonly Import[], rooms: readonly Room[]): readonly Arrow[] {
  const arrows = new Map<string, { from: string; to: string; imports: Import[] }>();
  for (const each of imports) {
    const [from, to] = [roomOf(each.from, rooms)?.path, roomOf(each.to, rooms)?.path];
    if (from === undefined || to === undefined || from === to) continue;
    const key = `${from} ${to}`;
    const arrow = arrows.get(key) ?? { from, to, imports: [] };
    arrow.imports.push(each);
    arrows.set(key, arrow);
  }
  return [...arrows.values()];
}

function graphOf(edges: readonly { readonly from: string; readonly to: string }[]): Map<string, Set<string>> {
  const graph = new Map<string, Set<string>>();
  for (const { from, to } of edges) graph.set(from, (graph.get(from) ?? new Set()).add(to));
  return graph;
}

/** Tests count too: people read them. */
function sizesOf(sources: readonly Source[]): Sizes {
  const lines = sources.map((source) => source.lines).sort((a, b) => a - b);
  return {
    files: lines.length,
    medianLines: lines[Math.floor(lines.length / 2)] ?? 0,
    withinLong: lines.filter((count) => count <= LONG_LINES).length / Math.max(1, lines.length),
    tooLong: sources
      .filter((source) => source.lines > TOO_LONG_LINES && !DATA.some((data) => data.test(source.file)))
      .sort((a, b) => b.lines - a.lines),
  };
}
