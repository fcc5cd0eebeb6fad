import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { type Geometry, operationAt, timeAt, topMax } from './geometry.ts';
import { type Span, zoomed } from './model.ts';

interface Handlers {
  readonly onLook: (span: Span) => void;
  readonly onSelect: (operation: number) => void;
  readonly onHover: (operation: number) => void;
  readonly onScroll: (byPx: number) => void;
}

interface Drag {
  readonly x: number;
  readonly y: number;
  readonly from: number;
  hasMoved: boolean;
}

const MOVED_PX = 3;
const WHEEL_PX = 600;

/** The wheel zooms or scrolls, dragging moves, a click selects. */
export function usePointer(
  canvas: RefObject<HTMLCanvasElement | null>,
  geometry: Geometry,
  shown: readonly number[],
  handlers: Handlers,
): void {
  // The listeners stay; what they see is always the latest picture.
  const latest = useRef({ geometry, shown, handlers });
  latest.current = { geometry, shown, handlers };
  useLayoutEffect(() => {
    const element = canvas.current;
    if (element === null) return;
    let drag: Drag | undefined;
    const hit = ({ offsetX, offsetY }: MouseEvent): number =>
      operationAt(latest.current.geometry, latest.current.shown, offsetX, offsetY);
    const wheel = (event: WheelEvent): void => {
      event.preventDefault();
      onWheel(event, latest.current.geometry, latest.current.handlers);
    };
    const down = ({ clientX: x, clientY: y }: PointerEvent): void => {
      drag = { x, y, from: latest.current.geometry.span.from, hasMoved: false };
    };
    const move = (event: PointerEvent): void => {
      const { geometry: now, handlers: to } = latest.current;
      if (drag === undefined) {
        to.onHover(hit(event));
        return;
      }
      if (Math.abs(event.clientX - drag.x) + Math.abs(event.clientY - drag.y) > MOVED_PX)
        drag.hasMoved = true;
      if (!drag.hasMoved) return;
      const perPx = now.span.span / (now.width - now.left);
      to.onLook({ from: drag.from - (event.clientX - drag.x) * perPx, span: now.span.span });
      to.onScroll(-event.movementY);
    };
    const up = (event: PointerEvent): void => {
      if (drag?.hasMoved === false && event.target === element) latest.current.handlers.onSelect(hit(event));
      drag = undefined;
    };
    element.addEventListener('wheel', wheel, { passive: false });
    element.addEventListener('pointerdown', down);
    element.addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    return () => {
      element.removeEventListener('wheel', wheel);
      element.removeEventListener('pointerdown', down);
      element.removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
    };
  }, [canvas]);
}

function onWheel(event: WheelEvent, geometry: Geometry, { onLook, onScroll }: Handlers): void {
  const { span } = geometry;
  if (event.shiftKey) onLook({ ...span, from: span.from + (event.deltaY / WHEEL_PX) * span.span });
  else if (event.ctrlKey || topMax(geometry) === 0)
    onLook(zoomed(span, event.deltaY > 0 ? 1.25 : 0.8, timeAt(geometry, event.offsetX)));
  else onScroll(event.deltaY);
}
