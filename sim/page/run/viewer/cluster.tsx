import { Foldable } from '../../parts/foldable.tsx';
import { visible } from '../../parts/visible.ts';
import { clusterAt, type Member } from './cluster-at.ts';
import type { Known } from './known.ts';

const SIZE = 260;
const MIDDLE = SIZE / 2;
const RING = 85;
const DISC = 26;
/** Offset that keeps the two directions of a link apart. */
const APART = 0.07;

/** Drawing of the group at the selected step. */
export function Cluster({ known, selected }: { readonly known: Known; readonly selected: number }) {
  const event = known.run.events[selected];
  if (event === undefined || known.run.replicas < 2) return null;
  const { members, cuts } = clusterAt(known, event.step);
  const summary = members.map(wordsOf).join('; ');
  const links = cuts.map(([from, to]) => `${from} to ${to}`).join(', ');
  return (
    <section id="cluster">
      <Foldable summary="cluster">
        <svg
          viewBox={`0 0 ${SIZE} ${SIZE}`}
          role="img"
          aria-label={visible(`${summary}${links === '' ? '' : `; links are cut from ${links}`}`)}
        >
          {cuts.map(([from, to]) => {
            const [a, b] = [place(from - APART, members.length), place(to + APART, members.length)];
            return (
              <line
                key={`${from}>${to}`}
                class="cut"
                x1={a.x}
                y1={a.y}
                x2={b.x}
                y2={b.y}
                marker-end="url(#cut)"
              />
            );
          })}
          <defs>
            <marker
              id="cut"
              viewBox="0 0 6 6"
              refX="18"
              refY="3"
              markerWidth="6"
              markerHeight="6"
              orient="auto"
            >
              <path d="M0 0L6 3L0 6z" class="cut" />
            </marker>
          </defs>
          {members.map((member) => (
            <Disc
              key={member.process}
              member={member}
              of={members.length}
              isActing={member.process === event.process}
            />
          ))}
        </svg>
      </Foldable>
    </section>
  );
}

function Disc({
  member,
  of,
  isActing,
}: {
  readonly member: Member;
  readonly of: number;
  readonly isActing: boolean;
}) {
  const { x, y } = place(member.process, of);
  const kind = !member.isUp ? 'off' : member.isPaused ? 'paused' : 'up';
  return (
    <g class={`member ${kind}${isActing ? ' acting' : ''}`}>
      <circle cx={x} cy={y} r={DISC} />
      <text x={x} y={y - 6}>
        {member.process}
        {member.diskFaults > 0 ? ' ⛁' : ''}
      </text>
      <text x={x} y={y + 6} class="small">
        {member.isUp ? visible(member.role ?? '') : 'down'}
      </text>
      <text x={x} y={y + 16} class="small">
        {visible(member.period ?? '')}
      </text>
    </g>
  );
}

/** Position on a ring, with the first process at the top. */
function place(process: number, of: number): { readonly x: number; readonly y: number } {
  const angle = (2 * Math.PI * process) / of - Math.PI / 2;
  return { x: MIDDLE + RING * Math.cos(angle), y: MIDDLE + RING * Math.sin(angle) };
}

function wordsOf({ name, isUp, isPaused, role, period, diskFaults }: Member): string {
  const words = [isUp ? (role ?? 'up') : 'down', ...(isUp && period !== undefined ? [period] : [])];
  if (isPaused) words.push('paused');
  if (diskFaults > 0) words.push(`disk hurt ${diskFaults} times`);
  return `${name} ${words.join(', ')}`;
}
