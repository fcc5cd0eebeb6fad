import type { Scenario } from '../scenario/scenario.ts';

/** Settings of the system with other values: their meaning is its own business, so only those that it accepts are kept. */
export function settingsOf(scenario: Scenario): Scenario[] {
  const single = Object.entries(scenario.settings).flatMap(([name, value]) =>
    others(name, value).map((other) => ({ ...scenario, settings: { ...scenario.settings, [name]: other } })),
  );
  // A system may refuse some timers alone, such as a heartbeat that is longer than the timeout that it must prevent.
  return [...single, timersScaled(scenario, 16), timersScaled(scenario, 4)];
}

function timersScaled(scenario: Scenario, factor: number): Scenario {
  const settings = Object.entries(scenario.settings).map(([name, value]) => [
    name,
    typeof value === 'number' && name.endsWith('Us') ? value * factor : value,
  ]);
  return { ...scenario, settings: Object.fromEntries(settings) };
}

function others(name: string, value: number | string | boolean): (number | string | boolean)[] {
  if (typeof value === 'boolean') return value ? [false] : [];
  if (typeof value === 'string') return [];
  // A timer that fires seldom makes a shorter story; one that must fire should do so soon.
  if (name.endsWith('Us')) return [value * 16, value * 4, Math.ceil(value / 4)].filter((us) => us !== value);
  return [1, Math.floor(value / 2)].filter((n) => n >= 1 && n < value);
}
