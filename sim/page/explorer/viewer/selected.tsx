import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';

/** Processes with up to so many fields are shown whole. */
const SHOWN_MAX = 12;

interface SelectedProps<T> {
  readonly all: readonly T[];
  /** Whether there is nothing to see in it. */
  readonly isDull: (each: T) => boolean;
  /** Description of the hidden fields. */
  readonly words: string;
  readonly children: (each: T) => ComponentChildren;
}

/** Shows the informative fields of a large state; the rest on demand. */
export function Selected<T>({ all, children, isDull, words }: SelectedProps<T>) {
  const [isOpen, setOpen] = useState(all.length <= SHOWN_MAX);
  const dull = all.filter(isDull).length;
  if (isOpen || dull < 2) return <>{all.map(children)}</>;
  return (
    <>
      {all.filter((each) => !isDull(each)).map(children)}
      <button type="button" class="opener faint" aria-expanded={false} onClick={() => setOpen(true)}>
        {dull} fields {words}
      </button>
    </>
  );
}
