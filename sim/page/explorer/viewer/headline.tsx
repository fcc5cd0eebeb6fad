import type { PositionData } from '../position-data.ts';
import { addressOf } from './address.ts';

/** Current position, violated properties, key bindings, and discoveries of the background search. */
export function Headline({ data }: { readonly data: PositionData }) {
  return (
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
  );
}
