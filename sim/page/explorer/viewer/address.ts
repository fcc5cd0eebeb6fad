/** URL of a position: the page's complete state. A pinned position stays in it. */
export const addressOf = (path: readonly number[]): string => addressWith(path, pinned());

export const addressWith = (path: readonly number[], beside: string | undefined): string =>
  `?path=${path.join('.')}${beside === undefined ? '' : `&beside=${beside}`}`;

export function goTo(path: readonly number[]): void {
  location.search = addressOf(path);
}

/** Pins this position, or none, and shows another one beside it. */
export function pin(path: readonly number[], beside: readonly number[] | undefined): void {
  location.search = addressWith(path, beside?.join('.'));
}

const pinned = (): string | undefined => new URLSearchParams(location.search).get('beside') ?? undefined;
