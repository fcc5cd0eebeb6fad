import type { ComponentChildren } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { KeyHelp } from './key-help.tsx';
import { type Binding, useKeys } from './keys.ts';

interface ShellProps {
  readonly header: ComponentChildren;
  readonly main: ComponentChildren;
  readonly aside?: ComponentChildren;
  readonly footer?: ComponentChildren;
  readonly bindings: readonly Binding[];
}

/** The frame of each page: head, picture, details, and the keys on `?`. */
export function Shell({ header, main, aside, footer, bindings }: ShellProps) {
  const [isHelpOpen, setHelpOpen] = useState(false);
  const all = useMemo<readonly Binding[]>(
    () => [
      ...bindings,
      { keys: ['?'], does: 'shows or hides these keys', run: () => setHelpOpen((isOpen) => !isOpen) },
      { keys: ['Escape'], does: 'closes this', run: () => setHelpOpen(false) },
    ],
    [bindings],
  );
  useKeys(all);
  return (
    <>
      <header>
        {header}
        <button
          id="keys"
          type="button"
          title="keys (?)"
          aria-label="keys"
          aria-expanded={isHelpOpen}
          onClick={() => setHelpOpen(!isHelpOpen)}
        >
          ?
        </button>
      </header>
      <main>
        {main}
        {aside !== undefined && <aside>{aside}</aside>}
      </main>
      {footer}
      {isHelpOpen && <KeyHelp bindings={all} onClose={() => setHelpOpen(false)} />}
    </>
  );
}
