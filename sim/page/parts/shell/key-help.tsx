import { useEffect, useRef } from 'preact/hooks';
import type { Binding } from './keys.ts';

interface KeyHelpProps {
  readonly bindings: readonly Binding[];
  readonly onClose: () => void;
}

const NAMES: Readonly<Record<string, string>> = {
  ArrowDown: '↓',
  ArrowUp: '↑',
  ArrowLeft: '←',
  ArrowRight: '→',
  Escape: 'Esc',
  ' ': 'Space',
};

/** All keys of the page, over it. */
export function KeyHelp({ bindings, onClose }: KeyHelpProps) {
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    close.current?.focus();
    return () => {
      if (before instanceof HTMLElement) before.focus();
    };
  }, []);
  return (
    <div id="key-help" role="dialog" aria-modal="true" aria-label="keys">
      <h2>keys</h2>
      <table>
        <tbody>
          {bindings.map(({ keys, does }) => (
            <tr key={does}>
              <td>
                {keys.map((key) => (
                  <kbd key={key}>{NAMES[key] ?? key}</kbd>
                ))}
              </td>
              <td>{does}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <button ref={close} type="button" onClick={onClose}>
        close
      </button>
    </div>
  );
}
