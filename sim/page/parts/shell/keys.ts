import { useLayoutEffect } from 'preact/hooks';

/** A key of the page, with what it does in words. */
export interface Binding {
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: () => void;
}

/** Listens to the keys of the page, but for those that what has the focus takes itself. */
export function useKeys(bindings: readonly Binding[]): void {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      if (ctrlKey || metaKey || altKey || (target instanceof Element && isTaken(target, key))) return;
      const binding = bindings.find(({ keys }) => keys.includes(key));
      if (binding === undefined) return;
      event.preventDefault();
      binding.run();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [bindings]);
}

const PRESSES: ReadonlySet<string> = new Set([' ', 'Enter']);
const MOVES = /^(Arrow|Home|End|Page)/;

/** Whether an element does something of its own with a key. */
function isTaken(element: Element, key: string): boolean {
  if (key === 'Escape') return false;
  switch (element.tagName) {
    case 'SELECT':
    case 'TEXTAREA':
      return true;
    case 'A':
      return key === 'Enter';
    case 'BUTTON':
    case 'SUMMARY':
      return PRESSES.has(key);
    case 'INPUT': {
      const type = element.getAttribute('type');
      if (type === 'checkbox') return PRESSES.has(key);
      return type !== 'range' || MOVES.test(key);
    }
    default:
      return false;
  }
}
