import { describe, expect, it } from 'vitest';
import { SMALL_SYSTEMS } from '../../../examples/check/small-systems.ts';
import { systems } from '../../systems/index.ts';
import { CheckRun } from '../check-run.ts';
import { CALM, type Configuration } from '../model/configuration.ts';
import type { CheckTemplate } from '../model/template.ts';
import { fromSystem } from '../systems/from-system.ts';
import { KNOWN_HINTS } from '../systems/known.ts';
import { toySystem } from '../testing/toy.ts';
import { whereOrderMatters } from './container-order.ts';

function orderMatters(template: CheckTemplate, change: Partial<Configuration>, statesMax: number) {
  const run = new CheckRun(
    template.build(template.size),
    { ...template.configuration, ...change },
    { statesMax },
  );
  while (run.advance(1 << 12));
  return whereOrderMatters(run.space);
}

const vsr = (): CheckTemplate => {
  const system = systems.get('vsr');
  if (system === undefined) throw new Error('there is no vsr');
  return fromSystem(system, KNOWN_HINTS.get('vsr'));
};

describe('the order of Maps and Sets', () => {
  it('should not matter to VSR as it is checked', () => {
    const faults = { crash: 1, timers: { view: 1, retry: 1, resend: 1 } };
    expect(orderMatters(vsr(), faults, 10_000)).toBeUndefined();
  });

  it.each([...SMALL_SYSTEMS.values()].map((template) => [template.name, template] as const))(
    'should not matter where a small system says so: %s',
    (_, template) => {
      const system = template.build(template.size);
      if (system.unordered === true) expect(orderMatters(template, {}, 20_000)).toBeUndefined();
      else expect(system.unordered).toBeUndefined();
    },
  );

  it('should be seen to matter where a handler goes by it', () => {
    const first = {
      init: () => ({ seen: new Set<number>(), first: 0 }),
      start(_: object, ctx: { setTimer(timer: number, us: number): void }) {
        ctx.setTimer(1, 1);
        ctx.setTimer(2, 1);
        ctx.setTimer(3, 1);
      },
      timer(state: { seen: Set<number>; first: number }, timer: number) {
        state.seen.add(timer);
        state.first = [...state.seen][0] ?? 0;
      },
    };
    const run = new CheckRun(toySystem({ replicas: [first], timers: { 1: 't', 2: 't', 3: 't' } }), {
      ...CALM,
      timers: { t: 'any' },
    });
    while (run.advance(1 << 10));
    expect(whereOrderMatters(run.space)).toEqual({ process: 0, event: 'timer' });
  });
});
