/** How text is emphasised. Whoever prints decides whether that means colour. */
export interface Paint {
  good(text: string): string;
  bad(text: string): string;
  warning(text: string): string;
  strong(text: string): string;
  /** Details that a reader may skip. */
  faint(text: string): string;
  /** Text to be copied into a shell. */
  command(text: string): string;
}

const same = (text: string): string => text;

/** No emphasis: for files, pipes and tests. */
export const plain: Paint = {
  good: same,
  bad: same,
  warning: same,
  strong: same,
  faint: same,
  command: same,
};
