import { useLayoutEffect } from 'preact/hooks';

/** A key of the page, with what it does in words. */
export interface Binding {
  readonly keys: readonly string[];
  readonly does: string;
  readonly run: () => void;
}

/** Elements that take keys themselves. */
const TAKES_KEYS = new Set(['INPUT', 'SELECT', 'TEXTAREA']);
const IS_PRESSED = new Set(['BUTTON', 'SUMMARY']);

/** Listens to the keys of the page, but not while somebody writes into a field. */
export function useKeys(bindings: readonly Binding[]): void {
  useLayoutEffect(() => {
    const pressed = (event: KeyboardEvent): void => {
      const { key, target, ctrlKey, metaKey, altKey } = event;
      const tag = target instanceof Element ? target.tagName : '';
      if (ctrlKey || metaKey || altKey || (isField(target) && key !== 'Escape')) return;
      if (IS_PRESSED.has(tag) && (key === ' ' || key === 'Enter')) return;
      const binding = bindings.find(({ keys }) => keys.includes(key));
      if (binding === undefined) return;
      event.preventDefault();
      binding.run();
    };
    document.addEventListener('keydown', pressed);
    return () => document.removeEventListener('keydown', pressed);
  }, [bindings]);
}

/** Check boxes take no keys but the space bar, which no field of ours needs. */
function isField(target: EventTarget | null): boolean {
  return target instanceof Element && TAKES_KEYS.has(target.tagName);
}
