import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { visible } from './visible.ts';

const NARROW_PX = 700;

/** Is open at first where there is room for it. */
export function Foldable(props: { readonly summary: string; readonly children: ComponentChildren }) {
  const [isOpen] = useState(() => innerWidth > NARROW_PX);
  return (
    <details open={isOpen}>
      <summary>{visible(props.summary)}</summary>
      {props.children}
    </details>
  );
}
