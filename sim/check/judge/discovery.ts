/** First occurrence of a finding: in this state, or in the step that leaves it by this action. */
export interface Discovery {
  readonly state: number;
  readonly action?: number;
  /** Details that the property alone does not give. */
  readonly detail?: string;
}
