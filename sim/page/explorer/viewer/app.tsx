import { useMemo, useRef, useState } from 'preact/hooks';
import { KeyHelp } from '../../parts/shell/key-help.tsx';
import { type Binding, useKeys } from '../../parts/shell/keys.ts';
import type { PositionData } from '../position-data.ts';
import { Beside } from './beside.tsx';
import { bindingsOf } from './bindings.ts';
import { Diagram } from './diagram.tsx';
import { Find } from './find.tsx';
import { Headline } from './headline.tsx';
import { Next } from './next.tsx';
import { Processes } from './processes.tsx';
import { Surroundings } from './surroundings.tsx';
import { useStatus } from './use-status.ts';

/** One position: headline, enabled actions, process states, network, and the path so far. */
export function App({ data }: { readonly data: PositionData }) {
  const [chosen, choose] = useState(0);
  const [isHelpOpen, setHelpOpen] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const live = useStatus(data);
  const bindings = useMemo<readonly Binding[]>(
    () => [
      ...bindingsOf(data, live, { chosen, choose, focusFind: () => field.current?.select() }),
      { keys: ['?'], does: 'shows or hides these keys', run: () => setHelpOpen((isOpen) => !isOpen) },
      {
        keys: ['Escape'],
        does: 'leaves the search, closes this',
        run: () => {
          field.current?.blur();
          setHelpOpen(false);
        },
      },
    ],
    [data, live, chosen],
  );
  useKeys(bindings);
  return (
    <>
      <Headline data={data} live={live} onHelp={() => setHelpOpen(true)}>
        <Find live={live} field={field} path={data.path} />
      </Headline>
      <main class={data.beside === undefined ? '' : 'compared'}>
        <Next data={data} chosen={chosen} />
        {data.beside === undefined ? (
          <>
            <Processes processes={data.processes} />
            <Surroundings data={data} />
          </>
        ) : (
          <Beside beside={data.beside} path={data.path} />
        )}
        <Diagram data={data} />
      </main>
      {isHelpOpen && <KeyHelp bindings={bindings} onClose={() => setHelpOpen(false)} />}
    </>
  );
}
