import { useEffect, useRef } from 'preact/hooks';
import uPlot from 'uplot';
import { usePalette } from '../../parts/use-palette.ts';

export interface Line {
  readonly name: string;
  readonly colour: (typeof COLOURS)[number];
  readonly values: readonly (number | null)[];
}

interface ChartProps {
  readonly title: string;
  /** Text alternative for the chart. */
  readonly summary: string;
  readonly x: readonly number[];
  /** Labels on the horizontal axis instead of numbers. */
  readonly names?: readonly string[];
  readonly lines: readonly Line[];
}

const COLOURS = ['ink', 'faint', 'line', 'link', 'bad', 'order', 'disk'] as const;
const HEIGHT = 170;
const WIDTH_MAX = 900;
/** Room for `1,000,000`. */
const AXIS_PX = 84;
const FONT = '12px ui-monospace, monospace';

/** Line chart with a shared axis. */
export function Chart({ title, summary, x, names, lines }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const palette = usePalette(COLOURS);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const axis = { stroke: palette.faint, grid: { stroke: palette.line, width: 1 }, font: FONT };
    const width = (): number => Math.max(200, Math.min(WIDTH_MAX, element.clientWidth));
    const plot = new uPlot(
      {
        title,
        width: width(),
        height: HEIGHT,
        scales: { x: { time: false } },
        axes: [
          names === undefined ? axis : { ...axis, values: (_, at) => at.map((each) => names[each] ?? '') },
          { ...axis, size: AXIS_PX },
        ],
        series: [
          names === undefined ? {} : { value: (_, at) => names[at] ?? '' },
          ...lines.map(({ name, colour }) => ({
            label: name,
            stroke: palette[colour],
            width: 2,
            points: { show: x.length < 40 },
          })),
        ],
      },
      [x, ...lines.map(({ values }) => values)] as uPlot.AlignedData, // one value per point on the axis
      element,
    );
    const resized = new ResizeObserver(() => plot.setSize({ width: width(), height: HEIGHT }));
    resized.observe(element);
    return () => {
      resized.disconnect();
      plot.destroy();
    };
  }, [title, x, names, lines, palette]);
  return <div ref={place} class="chart" role="img" aria-label={`${title}: ${summary}`} />;
}
