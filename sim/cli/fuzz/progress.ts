import { Presets, SingleBar } from 'cli-progress';
import type { FindingLine } from '../../campaign/findings.ts';
import { slotCount } from '../../campaign/plan.ts';
import type { FuzzAnswer } from '../../campaign/task.ts';
import { commandLine } from '../../text/command-line.ts';
import { count, speed } from '../../words/units.ts';
import type { Io } from '../shared/io.ts';
import { perSecond } from '../shared/progress.ts';
import { annotation } from './actions.ts';
import type { FuzzJob } from './job.ts';

/** Progress display of a campaign: findings as they occur, and a bar on a terminal. */
export class FuzzProgress {
  private readonly io: Io;
  private readonly json: boolean;
  private readonly bar: SingleBar | undefined;
  private readonly startMs: number;
  private readonly minutes: number | null;
  private runs = 0;
  private steps = 0;
  private virtualUs = 0;
  private findings = 0;
  /** Fingerprints already shown: only the first finding of each kind is. */
  private readonly shown = new Set<string>();

  constructor({ journal, json }: FuzzJob, io: Io) {
    this.io = io;
    this.json = json;
    this.startMs = io.nowMs();
    const { plan, totals } = journal.campaign;
    this.minutes = plan.minutes;
    if (json || !io.errIsTerminal) return;
    const total = plan.minutes === null ? slotCount(plan) : Math.ceil(plan.minutes * 60);
    this.bar = new SingleBar(
      { format: FORMAT, hideCursor: true, clearOnComplete: true, fps: 4 },
      Presets.shades_classic,
    );
    this.bar.start(total ?? 0, plan.minutes === null ? totals.runs : 0, {
      seeds: '',
      steps: '',
      ratio: '',
      findings: 0,
    });
  }

  add(answer: FuzzAnswer): void {
    this.runs++;
    if (answer.type === 'ran') {
      this.steps += answer.run.steps;
      this.virtualUs += answer.run.virtualUs;
    }
    const elapsedMs = Math.max(1, this.io.nowMs() - this.startMs);
    this.bar?.update(this.minutes === null ? this.runs : Math.floor(elapsedMs / 1000), {
      seeds: `${count(perSecond(this.runs, elapsedMs))} seeds/s`,
      steps: speed(perSecond(this.steps, elapsedMs)),
      ratio: `${count(Math.round(this.virtualUs / 1000 / elapsedMs))} × real time`,
      findings: this.findings,
    });
  }

  found({ seed, system, invariant, title, file, fingerprint }: FindingLine): void {
    this.findings++;
    const kind = `${system} ${fingerprint}`;
    if (this.shown.has(kind)) return; // counted in the summary
    this.shown.add(kind);
    const what = invariant === null ? title : `${invariant} ${title}`;
    if (this.io.actions !== undefined) {
      const again = commandLine('sim', file, []);
      this.io.err(annotation(`${system} seed ${seed}`, `${what}\n${again}`));
    }
    if (this.json || this.bar !== undefined) return;
    this.io.out(`${this.io.paint.bad('✗')} seed ${seed}  ${what}\n`);
  }

  end(): void {
    this.bar?.stop();
  }
}

const FORMAT =
  '{bar} {percentage} % · {seeds} · {steps} · {ratio} · {findings} findings · {eta_formatted} left';
