import { expect, it } from 'vitest';
import { FORMATS } from '../../../invariants/linearizability/formats/format.ts';
import { VOCABULARIES } from '../../../invariants/linearizability/formats/words/index.ts';
import { WORKLOADS } from '../../../invariants/linearizability/workloads/index.ts';
import { FORMAT_NAMES, MODEL_NAMES, WORKLOAD_NAMES } from './names.ts';

it('should name what there is in its help', () => {
  expect(WORKLOAD_NAMES).toEqual(Object.keys(WORKLOADS));
  expect(MODEL_NAMES).toEqual(Object.keys(VOCABULARIES));
  expect(FORMAT_NAMES).toEqual([...FORMATS]);
});
