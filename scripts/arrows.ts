import path from 'node:path';
import { sourcesIn } from './import-graph.ts';
import {
  type Arrow,
  type Layout,
  LONG_LINES,
  layoutOf,
  MEDIAN_LINES,
  SHARE_WITHIN_LONG,
  TOO_LONG_LINES,
} from './layout.ts';
import { CIRCLES, ROOMS, TOO_LONG } from './rooms.ts';

/** `npm run arrows`: rooms, arrows, circles and sizes; exit code 1 when something breaks the rule of `rooms.ts`. */
const layout = layoutOf(sourcesIn(path.resolve(import.meta.dirname, '..')));

const types = ({ imports }: Arrow): number => imports.filter(({ typeOnly }) => typeOnly).length;
const level = (room: string): number => ROOMS.findIndex((each) => each.path === room);

function arrowText(arrow: Arrow): string {
  const ofTypes = types(arrow);
  const note = ofTypes === 0 ? '' : ofTypes === arrow.imports.length ? ' (types)' : ` (${ofTypes} types)`;
  return `${arrow.to} ${arrow.imports.length}${note}`;
}

console.log('Rooms, from the ground up, and what each imports (imports, of these of types only)\n');
const width = Math.max(...ROOMS.map((room) => room.path.length));
for (const room of ROOMS) {
  const out = layout.arrows.filter(({ from }) => from === room.path);
  const sorted = out.sort((a, b) => level(a.to) - level(b.to)).map(arrowText);
  console.log(`${room.path.padEnd(width)}  ${sorted.join(', ')}`);
}

const up = layout.arrows.filter(({ from, to }) => level(to) > level(from));
section(
  'arrows that run up',
  up.map((arrow) => `${arrow.from} -> ${arrowText(arrow)}`),
);
section(
  'circles of rooms',
  layout.roomCircles.map((circle) => circle.join(' <-> ')),
);
section(
  'circles of files, type imports included',
  layout.fileCircles.map((circle) => circle.join(' <-> ')),
);
section('imports that no rule allows', layout.wrong);
section(
  'exceptions',
  [...layout.excused].map(
    ([{ from, to, owner, until }, imports]) => `${from} -> ${to}  ${imports}, ${owner}: ${until}`,
  ),
);
section(
  'exceptions that nothing needs any more',
  layout.needless.map(({ from, to }) => `${from} -> ${to}`),
);

const { sizes } = layout;
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
console.log(
  `\n${sizes.files} files · median ${sizes.medianLines} lines (at most ${MEDIAN_LINES}) · ${percent(sizes.withinLong)} have at most ${LONG_LINES} (at least ${percent(SHARE_WITHIN_LONG)})`,
);
section(
  `files above ${TOO_LONG_LINES} lines that are no data`,
  sizes.tooLong.map(({ file, lines }) => `${file} ${lines}`),
);

process.exitCode = isWhole(layout) ? 0 : 1;

function section(title: string, lines: readonly string[]): void {
  console.log(`\n${title}: ${lines.length === 0 ? 'none' : lines.length}`);
  for (const line of lines) console.log(`  ${line}`);
}

/** Whether nothing breaks the rule but what `rooms.ts` names as still to be mended. */
function isWhole({ wrong, fileCircles, sizes: { tooLong } }: Layout): boolean {
  const circles = fileCircles.filter((circle) => !CIRCLES.some(({ file }) => circle.includes(file)));
  const long = tooLong.filter(({ file }) => !TOO_LONG.some((known) => known.file === file));
  return wrong.length === 0 && circles.length === 0 && long.length === 0;
}
