import { Foldable } from '../../parts/foldable.tsx';
import { visible } from '../../parts/visible.ts';
import type { Known } from './known.ts';
import { logOf } from './known-fields.ts';
import { LogEntry } from './log-entry.tsx';
import { type LogCell, type LogRow, logRows } from './log-rows.ts';

const ROWS_MAX = 24;

/** Logs of all replicas at the selected step, side by side, with commit status and differences. */
export function Logs({ known, selected }: { readonly known: Known; readonly selected: number }) {
  const { run, states } = known;
  const event = run.events[selected];
  if (event === undefined) return null;
  const replicas = [...Array(run.replicas).keys()];
  const logs = replicas.map((process) => {
    const { now } = states.at(process, event.step);
    return now === undefined ? undefined : logOf(now);
  });
  const rows = logRows(logs, ROWS_MAX);
  if (rows.length === 0) return null;
  return (
    <section id="logs">
      <Foldable summary="logs, side by side">
        <table>
          <thead>
            <tr>
              <th scope="col">#</th>
              {replicas.map((process) => (
                <th key={process} scope="col">
                  {visible(run.processes[process] ?? '')}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <Row key={row.position} row={row} />
            ))}
          </tbody>
        </table>
      </Foldable>
    </section>
  );
}

function Row({ row: { position, cells, isDiverged } }: { readonly row: LogRow }) {
  return (
    <tr class={isDiverged ? 'diverged' : ''}>
      <th scope="row">{position}</th>
      {cells.map((cell, process) => (
        <td key={process} class={classOf(cell)} title={titleOf(cell, isDiverged)}>
          {cell.entry !== undefined && <LogEntry entry={cell.entry} />}
        </td>
      ))}
    </tr>
  );
}

const classOf = ({ entry, isCommitted, isOdd }: LogCell): string =>
  entry === undefined ? '' : `${isCommitted ? 'committed' : ''}${isOdd ? ' odd' : ''}`.trim();

/** Text alternative for the colours. */
function titleOf({ entry, isCommitted, isOdd }: LogCell, isDiverged: boolean): string {
  if (entry === undefined) return 'nothing is here';
  const words = [isCommitted ? 'committed' : 'not known to be committed'];
  if (isOdd) words.push('not what most replicas have here');
  if (isDiverged) words.push('replicas differ in what is committed');
  return words.join(', ');
}
