import { visible } from '../../parts/visible.ts';
import type { FieldData, ProcessData } from '../position-data.ts';
import { Field } from './field.tsx';
import { Selected } from './selected.tsx';

/** State of every process; changes by the last step are highlighted with the previous value. */
export function Processes({ processes }: { readonly processes: readonly ProcessData[] }) {
  return (
    <section id="processes">
      {processes.map(({ name, summary, fields }) => (
        <div key={name} class="process">
          <h2>{name}</h2>
          {summary !== '' && <p class="faint">{visible(summary)}</p>}
          <Selected all={fields} isDull={isDull} words="as at the start">
            {({ name: field, value, before, isNew }) => (
              <Field
                key={field}
                name={field}
                value={value}
                other={before}
                isChanged={before !== undefined || isNew === true}
                tellsOther
              />
            )}
          </Selected>
        </div>
      ))}
    </section>
  );
}

const isDull = ({ before, isAsAtStart }: FieldData): boolean => isAsAtStart && before === undefined;
