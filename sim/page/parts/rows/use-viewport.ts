import type { RefObject } from 'preact';
import { useCallback, useLayoutEffect, useState } from 'preact/hooks';

/** The part of a scrolled element that is seen. */
export interface Viewport {
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** For the first picture, and where nothing is laid out. */
const ASSUMED: Viewport = { top: 0, width: 900, height: 600 };

/** Follows an element that scrolls and is resized. The second is called by who scrolls it, so that no frame shows the old place. */
export function useViewport(scroller: RefObject<HTMLElement | null>): readonly [Viewport, () => void] {
  const [viewport, setViewport] = useState(ASSUMED);
  const look = useCallback(() => {
    const element = scroller.current;
    if (element === null) return;
    const { scrollTop: top, clientWidth, clientHeight } = element;
    const width = clientWidth || ASSUMED.width;
    const height = clientHeight || ASSUMED.height;
    setViewport((old) =>
      old.top === top && old.width === width && old.height === height ? old : { top, width, height },
    );
  }, [scroller]);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [scroller, look]);
  return [viewport, look];
}
