import type { PositionData, StepData } from '../position-data.ts';
import { addressOf } from './address.ts';

const LANE_WIDTH = 90;
/** Height of a line of text beside it, as in the style sheet. */
const LINE_HEIGHT = 18;
const TOP = 26;

const x = (process: number): number => 50 + process * LANE_WIDTH;

/** The path so far: a lane per process, a row per step as high as its text, an arrow per delivered message. */
export function Diagram({ data }: { readonly data: PositionData }) {
  const { path, processes, steps } = data;
  let height = TOP + LINE_HEIGHT / 2;
  const rows = steps.map(({ more }) => {
    const middle = height + LINE_HEIGHT / 2;
    height += LINE_HEIGHT * (1 + more.length);
    return middle;
  });
  const y = (step: number): number => rows[step] ?? TOP;
  return (
    <section id="way">
      <h2>the way here ({steps.length})</h2>
      <div>
        <div class="drawn">
          <svg
            id="diagram"
            width={x(processes.length)}
            height={height}
            role="img"
            aria-label="messages by step"
          >
            {processes.map(({ name }, process) => (
              <g key={name}>
                <text x={x(process)} y={14} text-anchor="middle">
                  {name}
                </text>
                <line class="lane" x1={x(process)} x2={x(process)} y1={TOP} y2={height} />
              </g>
            ))}
            {steps.map((step, i) => (
              <Arrow key={`${i} ${step.text}`} step={step} from={y(step.sentAt ?? -1)} to={y(i)} />
            ))}
          </svg>
        </div>
        <ol id="steps">
          {steps.map(({ text, more }, i) => (
            <li key={`${i} ${text}`}>
              <a class="line" title={text} href={addressOf(path.slice(0, i + 1))}>
                {text}
              </a>
              {more.map((line) => (
                <div key={line} class="line faint" title={line}>
                  {line}
                </div>
              ))}
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}

interface ArrowProps {
  readonly step: StepData;
  readonly from: number;
  readonly to: number;
}

function Arrow({ from: sentAt, step: { from, process, text }, to }: ArrowProps) {
  return (
    <g>
      {from !== undefined && <line class="message" x1={x(from)} y1={sentAt} x2={x(process)} y2={to} />}
      <circle cx={x(process)} cy={to} r={4} />
      <title>{text}</title>
    </g>
  );
}
