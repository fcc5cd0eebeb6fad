import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useLetterWidth } from '../rows/use-letter-width.ts';
import { useViewport } from '../rows/use-viewport.ts';
import { usePalette } from '../use-palette.ts';
import { type Geometry, lanePxOf, namesWidth, topMax } from './geometry.ts';
import { barEnds, type LaneHistory, type LaneLink, type Span } from './model.ts';
import { COLOURS, paint } from './paint.ts';
import { usePointer } from './use-pointer.ts';

interface HistoryLanesProps {
  readonly history: LaneHistory;
  readonly span: Span;
  /** Indices of the operations that are shown. */
  readonly shown: readonly number[];
  readonly clash: ReadonlySet<number>;
  readonly links: readonly LaneLink[];
  readonly selected: number;
  readonly hovered: number;
  /** Whether the places in the legal order are shown. */
  readonly hasOrder: boolean;
  readonly onLook: (span: Span) => void;
  readonly onSelect: (operation: number) => void;
  readonly onHover: (operation: number) => void;
}

/** Operations in time, a lane for each client: to drag, to zoom, to point at. */
export function HistoryLanes(props: HistoryLanesProps) {
  const { history, span, shown, clash, links, selected, hovered, hasOrder } = props;
  const { onLook, onSelect, onHover } = props;
  const frame = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const [{ width, height }] = useViewport(frame);
  const letterPx = useLetterWidth(frame);
  const palette = usePalette(COLOURS);
  const [scrolled, setScrolled] = useState(0);
  const ends = useMemo(() => barEnds(history), [history]);
  const left = useMemo(() => namesWidth(history.lanes, letterPx, width), [history, letterPx, width]);
  const lanePx = lanePxOf(links.length > 0);
  const top = Math.max(0, Math.min(scrolled, topMax({ history, height, lanePx })));
  const geometry: Geometry = { history, ends, span, top, width, height, left, lanePx };

  useLayoutEffect(() => {
    const lane = history.operations[selected]?.lane;
    if (lane === undefined) return;
    setScrolled((old) => {
      const isSeen = lane * lanePx >= old && (lane + 1) * lanePx <= old + height;
      return isSeen ? old : lane * lanePx - height / 2;
    });
  }, [history, selected, height, lanePx]);

  useLayoutEffect(() => {
    const pen = canvas.current?.getContext('2d');
    if (canvas.current === null || pen === null || pen === undefined) return;
    const ratio = devicePixelRatio;
    canvas.current.width = width * ratio;
    canvas.current.height = height * ratio;
    pen.setTransform(ratio, 0, 0, ratio, 0, 0);
    pen.font = getComputedStyle(canvas.current).font;
    paint({ pen, palette, letterPx, geometry, shown, clash, links, selected, hovered, hasOrder });
  });

  const scroll = useCallback((by: number) => setScrolled((old) => old + by), []);
  usePointer(canvas, geometry, shown, { onLook, onSelect, onHover, onScroll: scroll });
  return (
    <div class="lanes" ref={frame}>
      <canvas id="canvas" ref={canvas} tabIndex={0} aria-label="operations in time, a lane for each client" />
    </div>
  );
}
