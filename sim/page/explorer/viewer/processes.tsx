import type { ProcessData } from '../position-data.ts';

/** State of every process; changes by the last step are highlighted with the previous value. */
export function Processes({ processes }: { readonly processes: readonly ProcessData[] }) {
  return (
    <section id="processes">
      {processes.map(({ name, summary, fields }) => (
        <div key={name} class="process">
          <h2>{name}</h2>
          <p class="faint">{summary}</p>
          <dl>
            {fields.map(({ name: field, value, before }) => (
              <div key={field} class={before === undefined ? '' : 'changed'}>
                <dt>{field}</dt>
                <dd>
                  {value}
                  {before === undefined ? '' : <s class="faint"> {before}</s>}
                </dd>
              </div>
            ))}
          </dl>
        </div>
      ))}
    </section>
  );
}
