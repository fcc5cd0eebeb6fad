/** URL of a position: the page's complete state. */
export const addressOf = (path: readonly number[]): string => `?path=${path.join('.')}`;

export function goTo(path: readonly number[]): void {
  location.search = addressOf(path);
}
