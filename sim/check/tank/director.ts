import type { DecisionGuide } from '../../chance/decisions.ts';
import { decisionName, type Site } from '../../chance/site.ts';
import type { AnyObserver } from '../../kernel/subscriptions.ts';
import type { CheckSystem } from '../model/check-system.ts';
import type { Configuration } from '../model/configuration.ts';
import { NEVER, type Parcel } from './parcel.ts';
import type { Plan } from './plan.ts';
import { FAR_US, GAP_US, type Timetable } from './timetable.ts';

/** The director's view of its run. */
export interface Stage {
  nowUs(): number;
  /** The sectors that a crash of this process will decide on, in decision order. */
  unsynced(process: number): readonly { readonly file: string; readonly sector: number }[];
}

const KEPT = 0;
const LOST = 2;

/** Makes decisions in place of the seed, so that the simulator follows the plan, and records them. */
export class Director implements DecisionGuide {
  /** Sent messages that match the step waiting for its timer: evidence that the right timer fired. */
  matched = 0;
  stage: Stage | undefined;
  readonly edits: Record<string, number> = {};
  private readonly system: CheckSystem;
  private readonly disk: Configuration['disk'];
  private readonly plan: Plan;
  private readonly times: Timetable;
  private readonly drifts: readonly number[];
  private readonly sent: Parcel[][];
  private readonly drawn: number[];
  private readonly requested: number[];
  private readonly startsDrawn: number[];
  private parcel: Parcel | undefined;
  private points = { step: NEVER, reached: 0 };
  private pieces: readonly { readonly file: string; readonly sector: number }[] = [];

  constructor(
    system: CheckSystem,
    { disk }: Configuration,
    plan: Plan,
    times: Timetable,
    drifts: readonly number[],
  ) {
    this.system = system;
    this.disk = disk;
    this.plan = plan;
    this.times = times;
    this.drifts = drifts;
    this.sent = plan.parcels.map((parcels) => [...parcels]);
    this.drawn = plan.draws.map(() => 0);
    this.requested = plan.answers.map(() => 0);
    this.startsDrawn = plan.startDraws.map(() => 0);
  }

  /** Sees sent messages before the network asks for their fate. */
  readonly observer: AnyObserver = {
    initial: () => ({}),
    on: {
      send: (_, tank, from, to, message) => {
        const step = this.stepOf(from, tank.nowUs);
        this.parcel = step === undefined ? undefined : this.parcelOf(step, from, to, message);
        if (this.parcel !== undefined) this.matched += 1;
      },
    },
  };

  /** Whether something that this step does was seen; true of a step that does nothing that can be seen. */
  hasBegun(step: number): boolean {
    const { particulars, sent } = this.plan.steps[step] ?? {};
    if (sent !== undefined && sent.length > 0) return this.matched > 0;
    const asksDisk = this.disk === 'steps' && (particulars?.requests ?? 0) > 0;
    return !asksDisk || (this.requested[step + 1] ?? 0) > 0;
  }

  /** Undoes a wrong match for this step. */
  retract(step: number): void {
    this.drawn[step + 1] = 0;
    this.requested[step + 1] = 0;
  }

  value(site: Site, entity: number, index: number, drawn: number): number {
    const value = this.decide(site, entity, index, drawn);
    if (value !== undefined && value !== drawn) this.edits[decisionName(site, entity, index)] = value;
    return value ?? calmValue(site, drawn);
  }

  /** The planned value; undefined if the plan says nothing. */
  private decide(site: Site, entity: number, index: number, drawn: number): number | undefined {
    switch (site.name) {
      case 'drop':
        return this.parcel?.lost === true ? 1 : undefined;
      case 'duplicate':
        return (this.parcel?.arrivals.length ?? 0) > 1 ? 1 : undefined;
      case 'delay':
        return this.until(this.parcel?.arrivals[0] ?? NEVER);
      case 'copy-delay':
        return this.until(this.parcel?.arrivals[1] ?? NEVER);
      case 'think':
        return this.think(entity, index);
      case 'process':
        return this.draw(entity, drawn);
      case 'disk-delay':
        return this.disk === 'instant' ? undefined : this.until(this.answerOf(entity));
      case 'crash-gap': {
        const crash = this.plan.crashes[entity]?.[index];
        return crash === undefined ? undefined : this.until(crash);
      }
      case 'crash':
      case 'downtime':
        return 1;
      case 'point-crash':
        return this.crashesHere(entity) ? 1 : undefined;
      case 'tear':
        return this.isLost(entity) ? LOST : KEPT;
      case 'drift':
        return this.drifts[entity] ?? 0;
      default:
        return undefined;
    }
  }

  private get nowUs(): number {
    return this.stage?.nowUs() ?? 0;
  }

  private until(step: number): number {
    return step === NEVER ? FAR_US : Math.max(0, this.times.at(step) - this.nowUs);
  }

  /** The step that this process is taking now: -1 for its start, undefined for a step that is not on the path. */
  private stepOf(process: number, nowUs: number): number | undefined {
    const step = this.times.stepAt(nowUs);
    if (nowUs - this.times.at(step) >= GAP_US) return undefined;
    return step === NEVER || this.plan.steps[step]?.process === process ? step : undefined;
  }

  private parcelOf(step: number, from: number, to: number, message: unknown): Parcel | undefined {
    const sent = this.sent[step + 1] ?? [];
    const fits = ({ envelope }: Parcel): boolean => envelope.from === from && envelope.to === to;
    const text = this.system.describeMessage(message);
    const same = sent.findIndex(
      (parcel) => fits(parcel) && this.system.describeMessage(parcel.envelope.message) === text,
    );
    const at = same >= 0 ? same : sent.findIndex(fits);
    return at < 0 ? undefined : sent.splice(at, 1)[0];
  }

  private think(process: number, index: number): number | undefined {
    const call = this.plan.calls[process - this.system.replicas.length]?.[index];
    const step = this.times.stepAt(this.nowUs);
    if (call === undefined) return FAR_US;
    return call === step ? undefined : Math.max(0, this.until(call) - 1);
  }

  private draw(process: number, drawn: number): number {
    const step = this.stepOf(process, this.nowUs);
    if (step === undefined) return drawn;
    const draws = step === NEVER ? this.plan.startDraws[process] : this.plan.draws[step + 1];
    const counts = step === NEVER ? this.startsDrawn : this.drawn;
    const place = step === NEVER ? process : step + 1;
    const at = counts[place] ?? 0;
    counts[place] = at + 1;
    return draws?.[at] ?? drawn;
  }

  private answerOf(process: number): number {
    const step = this.stepOf(process, this.nowUs);
    if (step === undefined) return this.times.stepAt(this.nowUs); // not on the path: completed at once
    const at = this.requested[step + 1] ?? 0;
    this.requested[step + 1] = at + 1;
    return this.plan.answers[step + 1]?.[at] ?? NEVER;
  }

  private crashesHere(process: number): boolean {
    const step = this.stepOf(process, this.nowUs) ?? NEVER;
    if (this.points.step !== step) this.points = { step, reached: 0 };
    const reached = this.points.reached++;
    return step !== NEVER && this.plan.steps[step]?.particulars?.pointAt === reached;
  }

  /** Whether the crash in progress loses the next sector it decides on. */
  private isLost(process: number): boolean {
    if (this.pieces.length === 0) this.pieces = this.stage?.unsynced(process) ?? [];
    const [piece, ...rest] = this.pieces;
    this.pieces = rest;
    const step = this.stepOf(process, this.nowUs) ?? NEVER;
    const lost = this.plan.steps[step]?.particulars?.sectorsLost ?? [];
    return lost.some(({ file, sector }) => file === piece?.file && sector === piece.sector);
  }
}

/** A value without faults or recurring events. */
function calmValue({ meaning, name }: Site, drawn: number): number {
  if (meaning === 'fault' || meaning === 'detail') return 0;
  return name.endsWith('-gap') ? FAR_US : drawn;
}
