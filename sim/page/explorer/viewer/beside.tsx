import { visible } from '../../parts/visible.ts';
import type { Tree } from '../../recording/tree.ts';
import type { BesideData, BesidePartData, SidesData } from '../position-data.ts';
import { addressWith } from './address.ts';
import { Field } from './field.tsx';
import { Selected } from './selected.tsx';

/** This position and the pinned one in two columns, with what differs marked. */
export function Beside({ beside, path }: { readonly beside: BesideData; readonly path: readonly number[] }) {
  const { network, operations, processes } = beside;
  return (
    <section id="beside">
      <p class="sides">
        <b>here, step {path.length}</b>
        <span>
          <b>pinned, step {beside.path.length}</b>
          <a href={addressWith(beside.path, path.join('.'))} title="key o">
            go there and pin this
          </a>
          <a href={addressWith(path, undefined)} title="key p">
            unpin
          </a>
        </span>
      </p>
      {processes.map(({ here, name, parts, there }) => (
        <div key={name} class="process">
          <h2>
            {name} <span class="faint">{differing(parts)}</span>
          </h2>
          <div class="sides faint">
            <span>{visible(here)}</span>
            <span class={here === there ? '' : 'differs'}>{visible(there)}</span>
          </div>
          <Selected all={parts} isDull={isSame} words="the same in both">
            {(part) => (
              <div key={part.name} class={part.isSame ? 'sides same' : 'sides'}>
                <Side part={part} value={part.here} other={part.there} />
                <Side part={part} value={part.there} other={part.here} />
              </div>
            )}
          </Selected>
        </div>
      ))}
      <Sides title="network" id="network" sides={network} />
      <Sides title="history" id="operations" sides={operations} />
    </section>
  );
}

const isSame = (part: BesidePartData): boolean => part.isSame;

function differing(parts: readonly BesidePartData[]): string {
  const count = parts.filter(({ isSame }) => !isSame).length;
  return count === 0 ? 'the same' : `${count} of ${parts.length} differ`;
}

interface SideProps {
  readonly part: BesidePartData;
  readonly value: Tree | undefined;
  readonly other: Tree | undefined;
}

function Side({ other, part, value }: SideProps) {
  return (
    <div class="side">
      {value === undefined ? (
        <span class="faint">{visible(part.name)} is not there</span>
      ) : (
        <Field name={part.name} value={value} other={other} isChanged={!part.isSame} />
      )}
    </div>
  );
}

interface SidesProps {
  readonly title: string;
  readonly id: string;
  readonly sides: SidesData;
}

/** Lists in two columns: what only one side has is marked, what both have stands below. */
function Sides({ id, sides: { both, here, there }, title }: SidesProps) {
  return (
    <div class="process" id={id}>
      <h2>
        {title} <span class="faint">{here.length + there.length === 0 ? 'the same' : ''}</span>
      </h2>
      <div class="sides">
        {[here, there].map((own, side) => (
          <ul key={side === 0 ? 'here' : 'there'}>
            {own.map((text, i) => (
              <li key={`${i} ${text}`} class="differs">
                {visible(text)}
              </li>
            ))}
            {both.map((text, i) => (
              <li key={`both ${i} ${text}`} class="same">
                {visible(text)}
              </li>
            ))}
          </ul>
        ))}
      </div>
    </div>
  );
}
