import { useEffect, useState } from 'preact/hooks';
import type { PositionData } from '../position-data.ts';
import { goTo } from './address.ts';
import { Diagram } from './diagram.tsx';
import { Headline } from './headline.tsx';
import { Next } from './next.tsx';
import { Processes } from './processes.tsx';
import { Surroundings } from './surroundings.tsx';

/** One position: headline, enabled actions, process states, network, and the path so far. */
export function App({ data }: { readonly data: PositionData }) {
  const [chosen, choose] = useState(0);
  useEffect(() => {
    const onKey = ({ key }: KeyboardEvent): void => {
      if (key === 'ArrowDown' || key === 'j') choose((at) => Math.min(at + 1, data.next.length - 1));
      else if (key === 'ArrowUp' || key === 'k') choose((at) => Math.max(at - 1, 0));
      else if (key === 'Enter' || key === 'ArrowRight') {
        const next = data.next[chosen];
        if (next !== undefined) goTo([...data.path, next.action]);
      } else if ((key === 'u' || key === 'ArrowLeft' || key === 'Backspace') && data.path.length > 0)
        goTo(data.path.slice(0, -1));
      else if (key === '0' || key === 'Home') goTo([]);
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [data, chosen]);
  return (
    <main>
      <Headline data={data} />
      <Next data={data} chosen={chosen} />
      <Processes processes={data.processes} />
      <Surroundings data={data} />
      <Diagram data={data} />
    </main>
  );
}
