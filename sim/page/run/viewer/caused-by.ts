import type { Run } from './run.ts';

/** Timers are not followed: they go on for ever. */
const CARRIES = new Set(['message', 'disk']);
const FOLLOWED_MAX = 500;

/** The steps that a step set going, up to another one: what it scheduled, what that did, and so on. */
export function causedBy(run: Run): (from: number, until: number | undefined) => ReadonlySet<number> {
  const known = new Map<string, ReadonlySet<number>>();
  let children: ReadonlyMap<number, readonly number[]> | undefined;

  function follow(from: number, until: number | undefined): ReadonlySet<number> {
    const last = until ?? Number.POSITIVE_INFINITY;
    const found = new Set([from]);
    // What was sent again by a timer is found from the answer back.
    for (let step = until ?? 0; step > from; step = run.causes[step] ?? 0) found.add(step);
    children ??= childrenOf(run);
    for (const step of found) {
      if (found.size > FOLLOWED_MAX) break;
      for (const child of children.get(step) ?? []) if (child <= last) found.add(child);
    }
    return found;
  }

  return (from, until) => {
    const key = `${from} ${until}`;
    const steps = known.get(key) ?? follow(from, until);
    known.set(key, steps);
    return steps;
  };
}

function childrenOf({ events, causes }: Run): ReadonlyMap<number, readonly number[]> {
  const carrying = new Set<number>();
  for (const { step, kind } of events) if (CARRIES.has(kind)) carrying.add(step);
  const children = new Map<number, number[]>();
  causes.forEach((cause, step) => {
    if (cause === 0 || !carrying.has(step)) return;
    const known = children.get(cause);
    if (known === undefined) children.set(cause, [step]);
    else known.push(step);
  });
  return children;
}
