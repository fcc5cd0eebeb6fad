import { useEffect, useState } from 'preact/hooks';
import type { PositionData } from '../position-data.ts';
import { addressOf, goTo } from './address.ts';
import { Diagram } from './diagram.tsx';
import { Next } from './next.tsx';
import { Processes } from './processes.tsx';

/** One position: where we are, what may happen next, every state, the network, and the way that led here. */
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
      <header>
        <h1 id="headline" class={data.broken.length > 0 ? 'bad' : ''}>
          {data.broken.length > 0 ? `✗ ${data.broken.join(', ')}` : data.system} · step {data.path.length}
        </h1>
        <p class="faint">
          {data.mayHappen} · <b>↓ ↑</b> choose, <b>Enter</b> takes it, <b>u</b> undoes, <b>0</b> goes to the
          start
        </p>
        <p class="faint" id="searched">
          {data.searched}
          {data.discoveries.map(({ name, verdict, path }) => (
            <a key={name} class="discovery" href={addressOf(path)}>
              {name} ({verdict})
            </a>
          ))}
        </p>
      </header>
      <Next data={data} chosen={chosen} />
      <Processes processes={data.processes} />
      <section>
        <h2>network ({data.network.length})</h2>
        <ul id="network">
          {data.network.map((text, i) => (
            <li key={`${i} ${text}`}>{text}</li>
          ))}
        </ul>
        <h2>history</h2>
        <ul id="operations" class={data.broken.includes('linearizable') ? 'bad' : ''}>
          {data.operations.map((text) => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      </section>
      <Diagram data={data} />
    </main>
  );
}
