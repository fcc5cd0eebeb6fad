import type { PositionData } from '../position-data.ts';

/** Messages in flight, and the clients' calls and results so far. */
export function Surroundings({ data }: { readonly data: PositionData }) {
  return (
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
  );
}
