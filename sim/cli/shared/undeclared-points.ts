import type { System } from '../../scenario/system.ts';
import { isSystemFile } from '../../systems/registry.ts';
import type { Io } from './io.ts';

/** Warns about points that the user's processes reach but the definition does not list, e.g. a misspelt one: no crash is ever aimed at them. */
export function tellUndeclaredPoints({ name, points, vocabulary }: System, io: Io): void {
  if (!isSystemFile(name) || points.length === 0) return;
  const undeclared = (vocabulary?.().points ?? [])
    .map(([point]) => point)
    .filter((point) => !points.includes(point));
  for (const point of undeclared)
    io.err(
      `ctx.point("${point}") is not in \`points\` of ${name} (${points.join(', ')}): no crash is aimed at it\n`,
    );
}
