import type { DrawnHistory } from '../drawn-history.ts';
import { isTimed, keysOf } from './shown-history.ts';
import type { Action, View } from './view.ts';

interface ControlsProps {
  readonly drawn: DrawnHistory;
  readonly view: View;
  readonly act: (action: Action) => void;
}

/** Filters, and what is shown of the operations. */
export function Controls({ drawn, view, act }: ControlsProps) {
  const { filter, byTime, hasOrder } = view;
  const keys = keysOf(drawn);
  return (
    <form id="controls" onSubmit={(event) => event.preventDefault()}>
      <Choice
        id="key"
        names={keys}
        onChoose={(chosen) =>
          act({ type: 'filter', filter: { ...filter, key: chosen === undefined ? undefined : keys[chosen] } })
        }
      />
      <Choice
        id="client"
        names={drawn.lanes}
        onChoose={(lane) => act({ type: 'filter', filter: { ...filter, lane } })}
      />
      <label>
        <input
          id="time"
          type="checkbox"
          checked={byTime}
          disabled={!isTimed(drawn)}
          onChange={(event) => act({ type: 'time', byTime: event.currentTarget.checked })}
        />{' '}
        true time
      </label>
      <label>
        <input
          id="order"
          type="checkbox"
          checked={hasOrder}
          onChange={(event) => act({ type: 'order', hasOrder: event.currentTarget.checked })}
        />{' '}
        order
      </label>
      <button
        id="clash"
        type="button"
        disabled={drawn.clash.length === 0}
        onClick={() => act({ type: 'clash' })}
      >
        clash (c)
      </button>
      <button id="all" type="button" onClick={() => act({ type: 'all' })}>
        all (0)
      </button>
    </form>
  );
}

interface ChoiceProps {
  readonly id: string;
  readonly names: readonly string[];
  readonly onChoose: (index: number | undefined) => void;
}

/** One of some names, or all of them. */
function Choice({ id, names, onChoose }: ChoiceProps) {
  return (
    <label>
      {id}{' '}
      <select
        id={id}
        onChange={({ currentTarget: { value } }) => onChoose(value === '' ? undefined : Number(value))}
      >
        <option value="">all</option>
        {names.map((name, i) => (
          <option key={name} value={String(i)}>
            {name === '' ? '(one)' : name}
          </option>
        ))}
      </select>
    </label>
  );
}
