import { useEffect, useState } from 'preact/hooks';
import { visible } from '../../parts/visible.ts';
import { When } from './parts.tsx';
import { linkTo } from './route.ts';
import { post, useData } from './use-data.ts';

/** The systems that the checker knows. */
export function Explorers() {
  const loaded = useData<readonly string[]>('/api/explorers');
  return (
    <When loaded={loaded}>
      {(names) => (
        <>
          <h1>the checker's states, one step at a time</h1>
          {names.length === 0 && (
            <p class="faint">
              Nothing can be started from these pages. On your machine:{' '}
              <kbd>npm run explore -- --system vsr</kbd>
            </p>
          )}
          <ul>
            {names.map((name) => (
              <li key={name}>
                <a class="item" href={linkTo('explorer', name)}>
                  {visible(name)}
                </a>
              </li>
            ))}
          </ul>
        </>
      )}
    </When>
  );
}

type Start = { readonly type: 'starting' | 'there' } | { readonly type: 'failed'; readonly error: string };

/** The Explorer of a system within these pages. The address holds the position, so that it can be sent. */
export function ExplorerPage({ name, path }: { readonly name: string; readonly path: string }) {
  const [start, setStart] = useState<Start>({ type: 'starting' });
  useEffect(() => {
    let isOver = false;
    setStart({ type: 'starting' });
    void post(`/api/explorers/${encodeURIComponent(name)}`, {}).then((error) => {
      if (!isOver) setStart(error === undefined ? { type: 'there' } : { type: 'failed', error });
    });
    return () => {
      isOver = true;
    };
  }, [name]);
  switch (start.type) {
    case 'starting':
      return <p class="faint">the Explorer starts…</p>;
    case 'failed':
      return (
        <p class="bad" role="alert">
          {visible(start.error)}
        </p>
      );
    case 'there':
      return <Frame name={name} path={path} />;
  }
}

function Frame({ name, path }: { readonly name: string; readonly path: string }) {
  const [first] = useState(path); // later positions come from within
  const address = `/explore/${encodeURIComponent(name)}`;
  return (
    <iframe
      id="explorer"
      title={`Explorer of ${visible(name)}: Tab goes into it, Enter takes a step, u undoes it`}
      src={`${address}?path=${encodeURIComponent(first)}`}
      onLoad={({ currentTarget }) => {
        const query = currentTarget.contentWindow?.location.search ?? '';
        const there = new URLSearchParams(query).get('path') ?? '';
        history.replaceState(null, '', linkTo('explorer', name, there === '' ? undefined : there));
      }}
    />
  );
}
