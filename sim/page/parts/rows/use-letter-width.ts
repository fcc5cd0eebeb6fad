import type { RefObject } from 'preact';
import { useLayoutEffect, useState } from 'preact/hooks';

const ASSUMED_PX = 7.3;
const LETTERS = 100;

/** How wide a letter is in an element whose letters are all of one width. */
export function useLetterWidth(element: RefObject<HTMLElement | null>): number {
  const [widthPx, setWidth] = useState(ASSUMED_PX);
  useLayoutEffect(() => {
    if (element.current === null) return;
    const probe = document.createElement('span');
    probe.className = 'probe';
    probe.textContent = '0'.repeat(LETTERS);
    element.current.append(probe);
    const measured = probe.getBoundingClientRect().width / LETTERS;
    probe.remove();
    if (measured > 0) setWidth(measured);
  }, [element]);
  return widthPx;
}
