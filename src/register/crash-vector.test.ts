import { describe, expect, it } from 'vitest';
import { processId } from '../process/ids.ts';
import { merged, standing } from './crash-vector.ts';

describe('crash vectors', () => {
  it('should keep the later of both, place by place', () => {
    expect(merged([0, 2, 1], [1, 0, 1])).toEqual([1, 2, 1]);
  });

  it('should take back what was answered before a crash that is known by now', () => {
    const answers = new Map([
      [processId(0), { vector: [0, 0, 0] }],
      [processId(1), { vector: [0, 1, 0] }],
    ]);
    expect([...standing(answers, [0, 1, 0]).keys()]).toEqual([0, 1]);
    expect([...standing(answers, [1, 1, 0]).keys()]).toEqual([1]);
    expect([...standing(answers, [0, 2, 5]).keys()]).toEqual([0]);
  });
});
