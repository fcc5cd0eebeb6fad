import { useEffect, useRef } from 'preact/hooks';
import type { PositionData } from '../position-data.ts';
import { addressOf } from './address.ts';

/** Enabled actions as links; those without effect are grey. */
export function Next({ data, chosen }: { readonly data: PositionData; readonly chosen: number }) {
  const list = useRef<HTMLOListElement>(null);
  useEffect(() => {
    if (chosen > 0) list.current?.children[chosen]?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  return (
    <section>
      <h2>next ({data.next.length})</h2>
      {data.isEnd && <p class="bad">a handler threw: nothing follows</p>}
      {!data.isEnd && data.next.length === 0 && <p class="faint">nothing can happen any more</p>}
      <ol id="next" ref={list}>
        {data.next.map(({ action, text, more }, i) => (
          <li key={action} class={i === chosen ? 'chosen' : ''}>
            <a href={addressOf([...data.path, action])}>{text}</a>
            {more.map((line) => (
              <div key={line} class="faint">
                {line}
              </div>
            ))}
          </li>
        ))}
      </ol>
      <ul id="ignored" class="faint">
        {data.ignored.map((text) => (
          <li key={text}>ignored: {text}</li>
        ))}
      </ul>
    </section>
  );
}
