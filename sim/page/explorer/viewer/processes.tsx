import { visible } from '../../parts/visible.ts';
import type { ProcessData } from '../position-data.ts';
import { Field } from './field.tsx';

/** State of every process; changes by the last step are highlighted with the previous value. */
export function Processes({ processes }: { readonly processes: readonly ProcessData[] }) {
  return (
    <section id="processes">
      {processes.map(({ name, summary, fields }) => (
        <div key={name} class="process">
          <h2>{name}</h2>
          {summary !== '' && <p class="faint">{visible(summary)}</p>}
          {fields.map(({ name: field, value, before, isNew }) => (
            <Field
              key={field}
              name={field}
              value={value}
              other={before}
              isChanged={before !== undefined || isNew === true}
              tellsOther
            />
          ))}
        </div>
      ))}
    </section>
  );
}
