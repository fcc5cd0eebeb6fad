import type { TargetedInputEvent } from 'preact';
import { useEffect } from 'preact/hooks';

interface TimeLineProps {
  readonly count: number;
  /** -1: nothing is selected yet. */
  readonly row: number;
  /** What is selected, in words. */
  readonly text: string;
  /** Places of interest, from 0 to 1. */
  readonly marks: readonly TimeMark[];
  readonly isPlaying: boolean;
  readonly onMove: (row: number) => void;
  readonly onPlay: (isPlaying: boolean) => void;
}

export interface TimeMark {
  readonly at: number;
  readonly kind: 'violation' | 'crash' | 'decided';
}

const PLAY_MS = 250;

/** Leads through rows: play, step, drag. */
export function TimeLine({ count, row, text, marks, isPlaying, onMove, onPlay }: TimeLineProps) {
  useEffect(() => {
    if (!isPlaying) return;
    const next = setTimeout(() => (row + 1 < count ? onMove(row + 1) : onPlay(false)), PLAY_MS);
    return () => clearTimeout(next);
  }, [isPlaying, row, count, onMove, onPlay]);
  return (
    <div id="time-line">
      <button type="button" aria-label="step back" onClick={() => onMove(Math.max(0, row - 1))}>
        ‹
      </button>
      <button type="button" aria-label={isPlaying ? 'pause' : 'play'} onClick={() => onPlay(!isPlaying)}>
        {isPlaying ? '❚❚' : '▶'}
      </button>
      <button type="button" aria-label="step on" onClick={() => onMove(Math.min(count - 1, row + 1))}>
        ›
      </button>
      <div class="track">
        <svg aria-hidden="true" viewBox="0 0 1000 10" preserveAspectRatio="none">
          {marks.map(({ at, kind }, n) => (
            <rect key={n} class={kind} x={at * 1000 - 1} width={kind === 'violation' ? 4 : 2} height={10} />
          ))}
        </svg>
        <input
          type="range"
          aria-label="time line"
          aria-valuetext={text}
          min={0}
          max={Math.max(0, count - 1)}
          value={Math.max(0, row)}
          onInput={(event: TargetedInputEvent<HTMLInputElement>) => onMove(Number(event.currentTarget.value))}
        />
      </div>
    </div>
  );
}
