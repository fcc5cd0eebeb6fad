/** The address of a position: the whole state of the page. */
export const addressOf = (path: readonly number[]): string => `?path=${path.join('.')}`;

export function goTo(path: readonly number[]): void {
  location.search = addressOf(path);
}
