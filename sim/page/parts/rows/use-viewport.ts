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

/** Follows an element that scrolls and is resized; the second scrolls it, so that no frame shows the old place. */
export function useViewport(
  scroller: RefObject<HTMLElement | null>,
): readonly [Viewport, (topPx: number) => void] {
  const [viewport, setViewport] = useState(ASSUMED);
  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = (): void => {
      const { scrollTop: top, clientWidth, clientHeight } = element;
      const width = clientWidth || ASSUMED.width;
      const height = clientHeight || ASSUMED.height;
      setViewport((old) =>
        old.top === top && old.width === width && old.height === height ? old : { top, width, height },
      );
    };
    look();
    element.addEventListener('scroll', look, { passive: true });
    const resized = new ResizeObserver(look);
    resized.observe(element);
    return () => {
      element.removeEventListener('scroll', look);
      resized.disconnect();
    };
  }, [scroller]);
  const scrollTo = useCallback(
    (topPx: number) => {
      if (scroller.current === null) return;
      const top = Math.max(0, topPx);
      scroller.current.scrollTop = top;
      setViewport((old) => ({ ...old, top })); // to ask the element would have it laid out once more
    },
    [scroller],
  );
  return [viewport, scrollTo];
}
