import { possibleFaults } from '../campaign/possible-faults.ts';
import { STATES_WINDOW } from '../campaign/totals.ts';
import type { CampaignDetails, CampaignView } from '../page/web/data.ts';
import type { System } from '../scenario/system.ts';
import { campaigns, type StoredCampaign, samples } from '../store/campaigns.ts';
import type { Database } from '../store/database.ts';

/** Prepares campaigns for display. */
export class Views {
  private readonly db: Database;
  private readonly systems: ReadonlyMap<string, System>;
  /** By systems; computing it takes many draws. */
  private readonly possible = new Map<string, ReadonlySet<string>>();

  constructor(db: Database, systems: ReadonlyMap<string, System>) {
    this.db = db;
    this.systems = systems;
  }

  campaigns(): readonly CampaignView[] {
    return campaigns(this.db).map((each) => this.viewOf(each));
  }

  campaign(id: string): CampaignDetails | undefined {
    const all = campaigns(this.db);
    const at = all.findIndex((each) => each.id === id);
    const found = all[at];
    if (found === undefined) return undefined;
    const like = found.plan.systems.join();
    const previous = all.slice(at + 1).find(({ plan }) => plan.systems.join() === like);
    return {
      campaign: this.viewOf(found),
      samples: samples(this.db, id),
      previous: previous === undefined ? null : this.viewOf(previous),
    };
  }

  private viewOf({ plan, totals, ...campaign }: StoredCampaign): CampaignView {
    const { id, label, commit, beganAt, finished, workers, elapsedMs } = campaign;
    const { runs, passed, excused, failed, vacuous, steps, virtualUs, faults, probes, newStates } = totals;
    const declared = plan.systems.flatMap((name) => this.systems.get(name)?.probes ?? []);
    return {
      runs,
      passed,
      excused,
      failed,
      vacuous,
      steps,
      virtualUs,
      id,
      label,
      commit,
      beganAt,
      finished,
      workers,
      elapsedMs,
      systems: plan.systems,
      newStates,
      statesWindow: STATES_WINDOW,
      notReached: [...new Set(declared)].filter((probe) => (probes[probe] ?? 0) === 0),
      noEffect: [...this.possibleOf(plan.systems)].filter((fault) => (faults[fault] ?? 0) === 0).sort(),
    };
  }

  private possibleOf(names: readonly string[]): ReadonlySet<string> {
    const key = names.join();
    const known =
      this.possible.get(key) ?? possibleFaults(names.flatMap((name) => this.systems.get(name) ?? []));
    this.possible.set(key, known);
    return known;
  }
}
