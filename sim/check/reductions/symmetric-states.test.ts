import { describe, expect, it } from 'vitest';
import { twoPhaseCommit } from '../../../examples/check/two-phase-commit.ts';
import { processId } from '../../../src/process/ids.ts';
import { always } from '../model/property.ts';
import { checked, stepsTo } from '../testing/check.ts';

const SYMMETRIC = { reductions: { deadMessages: false, symmetry: true } };

/** Managers and coordinator of every state, with the managers sorted independently of their identity. */
function orbits(symmetry: boolean): ReadonlySet<string> {
  const seen = new Set<string>();
  const watching = {
    ...twoPhaseCommit,
    build: (size: Parameters<typeof twoPhaseCommit.build>[0]) => ({
      ...twoPhaseCommit.build(size),
      properties: [
        always.whole('is seen', (view) => {
          const last = view.processes - 1;
          const { prepared, status } = view.process(processId(last)) as {
            prepared: boolean[];
            status: string;
          };
          const sent = view.inFlight.map(({ from, to, message }) => ({
            from,
            to,
            type: (message as { type: string }).type,
          }));
          const managers = prepared.map((heard, i) => {
            const own = sent.filter(({ from, to }) => from === i || to === i).map(({ type }) => type);
            return `${(view.process(processId(i)) as { status: string }).status} ${heard} ${own.sort().join()}`;
          });
          seen.add(`${status} ${managers.sort().join(' | ')}`);
          return true;
        }),
      ],
    }),
  };
  checked(watching, { replicas: 5 }, { reductions: { deadMessages: false, symmetry } });
  return seen;
}

describe('symmetry', () => {
  it.each([
    [2, 34],
    [3, 80],
    [5, 314],
    [6, 553],
  ])('should leave one state of each orbit: two-phase commit with %i managers', (managers, expected) => {
    expect(checked(twoPhaseCommit, { replicas: managers + 1 }, SYMMETRIC).unique).toBe(expected);
  });

  it('should leave out no orbit', () => {
    expect(orbits(true)).toEqual(orbits(false));
  });

  it('should find paths that are as short as without', () => {
    const commits = (reductions: boolean) =>
      stepsTo(
        checked(
          twoPhaseCommit,
          { replicas: 4 },
          reductions ? SYMMETRIC : { reductions: { deadMessages: false, symmetry: false } },
        ),
        'commit agreement',
      );
    expect(commits(true)).toBe(10);
    expect(commits(false)).toBe(10);
  });
});
