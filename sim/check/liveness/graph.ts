import { Words } from '../parts/words.ts';

/** Label of edges without a fairness condition: crashes, losses, duplicates. */
export const FREE = -1;

/** States and all edges between them; the edges of a state are adjacent, in the order of its actions. */
export class Graph {
  readonly starts = new Words();
  readonly targets = new Words();
  readonly labels = new Words();
  readonly actions = new Words();
  /**
   * Whether this label has strong fairness (taken if enabled infinitely often), as opposed to weak (taken if it stays enabled).
   */
  readonly isStrong: boolean[] = [];
  private readonly byName = new Map<string, number>();

  get states(): number {
    return this.starts.length;
  }

  label(name: string, isStrong: boolean): number {
    const known = this.byName.get(name);
    if (known !== undefined) return known;
    this.byName.set(name, this.isStrong.length);
    return this.isStrong.push(isStrong) - 1;
  }

  /** Begins the next state; its edges follow. */
  begin(): void {
    this.starts.push(this.targets.length);
  }

  edge(target: number, label: number, action: number): void {
    this.targets.push(target);
    this.labels.push(label);
    this.actions.push(action);
  }

  firstEdge(state: number): number {
    return this.starts.at(state);
  }

  endOfEdges(state: number): number {
    return state + 1 < this.starts.length ? this.starts.at(state + 1) : this.targets.length;
  }
}
