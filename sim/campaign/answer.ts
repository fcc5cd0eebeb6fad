/** How a task ended in its thread: it ran, took too long, or took its thread with it. */
export type Answer<Run> =
  | { readonly type: 'ran'; readonly run: Run }
  | { readonly type: 'hang' }
  | { readonly type: 'crash'; readonly reason: string };

/** Runs tasks somewhere: in threads of this process, or on other machines. Never rejects. */
export interface Runner<Task, Run> {
  /** `msMax`: less time than the runner's own limit, where it can tell: a run that needs more is answered as a hang. */
  run(task: Task, msMax?: number): Promise<Answer<Run>>;
}
