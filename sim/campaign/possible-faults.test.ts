import { expect, test } from 'vitest';
import { faultClasses } from '../faults/registry.ts';
import { abd, registerSingle } from '../systems/registers.ts';
import { vsr } from '../systems/vsr.ts';
import { possibleFaults } from './possible-faults.ts';

test('should be all that there are for a system that excludes nothing', () => {
  expect([...possibleFaults([{ ...vsr, earlier: true }])].sort()).toEqual(
    faultClasses()
      .flatMap(({ counts }) => Object.keys(counts))
      .sort(),
  );
});

test('should leave out what a system excludes, unless another one does not', () => {
  const possible = possibleFaults([registerSingle]);
  for (const crash of ['crashes', 'blackouts', 'midHandlerCrashes', 'pointCrashes', 'unsyncedLost'])
    expect(possible).not.toContain(crash);
  for (const other of ['lost', 'clientCrashes', 'clockJumps', 'duplicatedAcrossRestart'])
    expect(possible).toContain(other);
  expect(possibleFaults([registerSingle, abd])).toContain('crashes');
});
