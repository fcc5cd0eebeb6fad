/** Where something was seen first: in this state, or in the step that leaves it by this action. */
export interface Discovery {
  readonly state: number;
  readonly action?: number;
  /** What exactly, where the property alone does not say it. */
  readonly detail?: string;
}
