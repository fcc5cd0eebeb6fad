import type { ComponentChildren } from 'preact';
import { visible } from '../../parts/visible.ts';
import type { Loaded } from './use-data.ts';

/** A value with its label. */
export function Tile({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div class="tile">
      <b>{visible(value)}</b>
      <span class="faint">{name}</span>
    </div>
  );
}

/** Renders data once loaded. */
export function When<T>({
  loaded,
  children,
}: {
  readonly loaded: Loaded<T>;
  readonly children: (data: T) => ComponentChildren;
}) {
  switch (loaded.type) {
    case 'loading':
      return <p class="faint">loading…</p>;
    case 'failed':
      return (
        <p class="bad" role="alert">
          {visible(loaded.error)}
        </p>
      );
    case 'loaded':
      return <>{children(loaded.data)}</>;
  }
}

/** Names, or a note when there are none. */
export function Names({
  title,
  names,
  none,
}: {
  readonly title: string;
  readonly names: readonly string[];
  readonly none: string;
}) {
  return (
    <>
      <h2>
        {title} ({names.length})
      </h2>
      <p class={names.length === 0 ? 'faint' : ''}>
        {names.length === 0 ? none : visible(names.join(' · '))}
      </p>
    </>
  );
}
