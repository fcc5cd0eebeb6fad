import { Judge, LINEARIZABLE, NO_PANIC } from './judge/judge.ts';
import { Liveness } from './liveness/liveness.ts';
import type { CheckSystem } from './model/check-system.ts';
import type { Configuration } from './model/configuration.ts';
import { effectiveConfiguration, leftOut } from './model/effective.ts';
import type { Property } from './model/property.ts';
import { repeat } from './parts/definitions.ts';
import { fingerprintOf } from './parts/fingerprint.ts';
import { Space } from './parts/space.ts';
import { DeadMessages } from './reductions/dead-messages.ts';
import { coverageOf } from './result/coverage.ts';
import type { CheckResult, PropertyResult, Verdict } from './result/result.ts';
import type { SavedCheck } from './result/saved-check.ts';
import type { Overflow } from './search/frontier.ts';
import { initialStates } from './search/initial-states.ts';
import { pathTo } from './search/path.ts';
import { type Beam, Search } from './search/search.ts';
import { judgeWarmUp } from './search/warm-up.ts';

export interface CheckOptions {
  /** Continues past violations until every state is known, for counting. */
  readonly toTheEnd?: boolean;
  /** Maximum number of states visited. */
  readonly statesMax?: number;
  /** Expands only some states of each level: deeper, but no proof. */
  readonly beam?: Beam;
  /** Where the part of the frontier goes that memory has no room for. */
  readonly overflow?: Overflow;
}

/** Temporal properties, which need a separate search. */
type Temporal = Extract<Property, { kind: 'eventually' | 'leads-to' }>;

const isTemporal = (property: Property): property is Temporal =>
  property.kind === 'eventually' || property.kind === 'leads-to';

/**
 * One check of one configuration, run in slices so that the caller can watch the clock and handle Ctrl-C: call {@link advance}
 * until it
 * reports completion, or stop at any time; {@link result} returns what is known so far.
 */
export class CheckRun {
  readonly space: Space;
  search: Search;
  /** Searches so far; more than one if messages were wrongly assumed dead. */
  rounds = 1;
  private readonly options: CheckOptions;
  private readonly configuration: Configuration;
  private readonly dead: DeadMessages | undefined;
  private readonly judge: Judge;
  private readonly temporal: Temporal[];
  private readonly judged = new Map<string, PropertyResult>();
  private liveness: Liveness | undefined;
  /** Number of transitions known when dead-message claims were last verified. */
  private verifiedAt = 0;
  private ended: Verdict | undefined;

  /** @throws WarmUpError */
  constructor(system: CheckSystem, configuration: Configuration, options: CheckOptions = {}) {
    this.options = options;
    this.configuration = configuration;
    const effective = effectiveConfiguration(system, configuration);
    this.space = new Space(system, effective);
    this.dead = effective.reductions.deadMessages ? new DeadMessages(this.space) : undefined;
    this.judge = new Judge(this.space);
    if (system.warmUp !== undefined)
      for (const { warmUp } of initialStates(this.space)) judgeWarmUp(this.space, this.judge, warmUp);
    this.search = new Search(this.space, this.judge, this.dead, options);
    this.temporal = system.properties.filter(isTemporal);
  }

  /** Expands about this many states. Returns whether there is more to do. */
  advance(states: number): boolean {
    if (this.ended !== undefined) return false;
    if (this.liveness !== undefined) return this.advanceLiveness(this.liveness, states);
    const { statesMax = Number.POSITIVE_INFINITY } = this.options;
    if (this.search.unique >= statesMax) return this.end('budget');
    const { depth } = this.search;
    switch (this.search.advance(states, this.options.toTheEnd === true, statesMax)) {
      case 'more':
        // Local states are discovered long before all states are, so a wrong claim is found while it is still cheap.
        if (this.search.depth > depth && !this.search.isThinned) this.startOverIfRefuted();
        return true;
      case 'violation':
        return this.end('violation');
      case 'done':
        return this.searched();
    }
  }

  /** Stops here: nothing is proven, but findings stand. */
  stop(why: 'budget' | 'interrupted'): void {
    this.ended ??= why;
  }

  /** True while the search is unfinished. */
  get isUnfinished(): boolean {
    return this.ended === undefined || this.ended === 'budget' || this.ended === 'interrupted';
  }

  /** Why it cannot be saved; undefined if it can be. */
  get unsavable(): string | undefined {
    if (this.space.configuration.reductions.symmetry)
      return 'states that differ only in who is who are not saved; --no-reduction explores all of them';
    return this.liveness === undefined ? undefined : 'the liveness search is not saved';
  }

  /** Forgets what is not in memory. */
  close(): void {
    this.search.close();
  }

  /** The check as it is, if it can be saved. Valid until it goes on. */
  get saved(): SavedCheck {
    return {
      facts: { rounds: this.rounds, verifiedAt: this.verifiedAt, found: [...this.judge.found] },
      fingerprint: fingerprintOf(this.space),
      definitions: this.space.definitions.words.data.subarray(0, this.space.definitions.words.length),
      search: this.search.saved,
    };
  }

  /** Goes on where another check of the same system and configuration was. @throws RangeError if the system has changed */
  restore({ definitions, facts, fingerprint, search }: SavedCheck): void {
    const { dead, space } = this;
    repeat(definitions, {
      transition: (process, local, column) => void space.transition(process, local, column),
      history: (history, list) => void space.historyAfter(history, list),
      queue: (queue, envelope) => void space.queues.push(queue, envelope),
      claim: (process, local, column) => void dead?.claim(process, local, column),
      verification: () => void dead?.verify(),
    });
    if (fingerprintOf(space) !== fingerprint)
      throw new RangeError('the system does something else than it did');
    this.rounds = facts.rounds;
    this.verifiedAt = facts.verifiedAt;
    this.judge.restart();
    for (const [name, discovery] of facts.found) this.judge.found.set(name, discovery);
    this.search.restore(search);
  }

  result(): CheckResult {
    const { search, space } = this;
    const verdict = this.ended ?? 'interrupted';
    const coverage = coverageOf(space);
    const isVacuous =
      verdict === 'holds' && coverage.ended === 0 && space.system.operations.flat().length > 0;
    const properties = this.propertyResults(verdict, isVacuous);
    const failed = properties.some(({ verdict: each }) => each === 'violated' || each === 'not found');
    return {
      system: space.system.name,
      verdict: failed ? 'violation' : isVacuous ? 'vacuous' : verdict,
      generated: search.generated,
      unique: search.unique,
      depth: search.depth,
      ends: search.ends,
      rounds: this.rounds,
      thinned: search.isThinned,
      handlersRun: space.handled,
      collisionChance: search.visited.collisionChance,
      properties,
      coverage,
      configuration: this.configuration,
      leftOut: leftOut(space.system, this.configuration),
    };
  }

  private searched(): boolean {
    // What a beam finds is real even if a message was dropped in error: that one only never arrived.
    if (this.search.isThinned) return this.end(this.judge.violated ? 'violation' : 'budget');
    if (this.startOverIfRefuted()) return true;
    return this.judge.violated ? this.end('violation') : this.nextTemporal();
  }

  private startOverIfRefuted(): boolean {
    if (this.dead === undefined || this.space.transitions.size === this.verifiedAt) return false;
    const refuted = this.dead.verify();
    this.verifiedAt = this.space.transitions.size;
    if (refuted === 0) return false;
    this.rounds += 1;
    this.judge.restart();
    this.search.close();
    this.search = new Search(this.space, this.judge, this.dead, this.options);
    return true;
  }

  private nextTemporal(): boolean {
    const property = this.temporal.shift();
    if (property === undefined) return this.end('holds');
    this.liveness = new Liveness(
      this.space,
      property,
      this.options.statesMax ?? Number.POSITIVE_INFINITY,
      this.dead,
    );
    return true;
  }

  private advanceLiveness(liveness: Liveness, states: number): boolean {
    if (liveness.advance(states)) return true;
    this.judged.set(liveness.property.name, liveness.result());
    if (liveness.result().verdict === 'violated') return this.end('violation');
    if (liveness.result().verdict === 'unknown') return this.end('budget');
    return this.nextTemporal();
  }

  private end(verdict: Verdict): false {
    this.ended = verdict;
    return false;
  }

  /** `vacuous`: no operation ended, so no answer was judged. */
  private propertyResults(ended: Verdict, vacuous: boolean): readonly PropertyResult[] {
    const { system } = this.space;
    const results: PropertyResult[] = [this.resultOf(NO_PANIC, 'always', ended)];
    if (system.model !== undefined)
      results.push(this.resultOf(LINEARIZABLE, 'always', vacuous ? 'vacuous' : ended));
    for (const { name, kind } of system.properties) {
      const judged = this.judged.get(name);
      results.push(judged ?? this.resultOf(name, kind, ended));
    }
    return results;
  }

  private resultOf(name: string, kind: Property['kind'], ended: Verdict): PropertyResult {
    const discovery = this.search.judge.found.get(name);
    const isGood = kind === 'sometimes';
    if (discovery !== undefined) {
      const path = pathTo(this.space, this.search.origins, discovery, this.dead);
      return { name, kind, verdict: isGood ? 'found' : 'violated', path };
    }
    const complete = ended === 'holds' || (ended === 'violation' && this.options.toTheEnd === true);
    if (!complete || kind === 'eventually' || kind === 'leads-to') return { name, kind, verdict: 'unknown' };
    return { name, kind, verdict: isGood ? 'not found' : 'holds' };
  }
}
