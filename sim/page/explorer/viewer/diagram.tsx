import type { PositionData, StepData } from '../position-data.ts';
import { addressOf } from './address.ts';

const LANE_WIDTH = 90;
const ROW_HEIGHT = 22;
const TOP = 26;

const x = (process: number): number => 50 + process * LANE_WIDTH;
const y = (step: number): number => TOP + (step + 1) * ROW_HEIGHT;

/** The path so far: a lane per process, a row per step, an arrow per delivered message. */
export function Diagram({ data }: { readonly data: PositionData }) {
  const { path, processes, steps } = data;
  const height = y(steps.length) + 10;
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
              <Arrow key={`${i} ${step.text}`} step={step} at={i} />
            ))}
          </svg>
        </div>
        <ol id="steps">
          {steps.map(({ text, more }, i) => (
            <li key={`${i} ${text}`}>
              <a href={addressOf(path.slice(0, i + 1))}>{text}</a>
              {more.map((line) => (
                <div key={line} class="faint">
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

function Arrow({ step, at }: { readonly step: StepData; readonly at: number }) {
  const { from, process, sentAt } = step;
  return (
    <g>
      {from !== undefined && (
        <line class="message" x1={x(from)} y1={y(sentAt ?? -1)} x2={x(process)} y2={y(at)} />
      )}
      <circle cx={x(process)} cy={y(at)} r={4} />
      <title>{step.text}</title>
    </g>
  );
}
