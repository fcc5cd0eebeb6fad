import type { ComponentChildren } from 'preact';
import { visible } from '../../parts/visible.ts';
import type { PositionData } from '../position-data.ts';
import { addressOf } from './address.ts';
import type { Live } from './use-status.ts';

interface HeadlineProps {
  readonly data: PositionData;
  readonly live: Live;
  readonly onHelp: () => void;
  readonly children: ComponentChildren;
}

/** Current position, violated properties, what the background search has found, and what is wrong with the file. */
export function Headline({ children, data, live, onHelp }: HeadlineProps) {
  const { broken, mayHappen, note, path, system } = data;
  const { check, error } = live.status;
  return (
    <header>
      <h1 id="headline" class={broken.length > 0 ? 'bad' : ''}>
        {broken.length > 0 ? `✗ ${broken.join(', ')}` : visible(system)} · step {path.length}
      </h1>
      <button id="keys" type="button" title="keys (?)" aria-label="keys" onClick={onHelp}>
        ?
      </button>
      <p class="faint">{mayHappen}</p>
      <p class="faint" id="checked">
        <span id="progress">{visible(check.words)}</span>
        {check.discoveries.map(({ name, verdict, path: way }) => (
          <a key={name} class={verdict === 'violated' ? 'discovery bad' : 'discovery'} href={addressOf(way)}>
            {visible(name)} {verdict}, {way.length} {way.length === 1 ? 'step' : 'steps'}
          </a>
        ))}
      </p>
      {note !== undefined && (
        <p id="note" role="status">
          {note}
        </p>
      )}
      {error !== undefined && (
        <p id="error" class="bad" role="alert">
          the file cannot be loaded; this is the last version that could: {visible(error)}
        </p>
      )}
      {live.isLost && (
        <p class="bad" role="alert">
          the Explorer does not answer any more
        </p>
      )}
      {children}
    </header>
  );
}
