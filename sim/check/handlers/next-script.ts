/** Returns the next combination of values in odometer order; undefined after the last. */
export function nextScript(
  choices: readonly { readonly value: number; readonly bound: number }[],
): readonly number[] | undefined {
  for (let i = choices.length - 1; i >= 0; i--) {
    const choice = choices[i];
    if (choice !== undefined && choice.value + 1 < choice.bound)
      return [...choices.slice(0, i).map(({ value }) => value), choice.value + 1];
  }
  return undefined;
}
