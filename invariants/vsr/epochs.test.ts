import { describe, expect, it } from 'vitest';
import { makeEntry } from '../../src/vsr/data/entry.ts';
import { epochs } from './epochs.ts';
import { vsrFacts } from './facts/facts.ts';
import { execute } from './testing/good-run.ts';
import { Trace, testOptions } from './testing/trace.ts';
import { logOf, prepare } from './testing/vsr-values.ts';

const EPOCH = testOptions.viewsPerEpoch;
const BEFORE = logOf('a0');

/** The second op: the group becomes replicas 0, 1 and 2 in another order. */
const end = (config: readonly number[] = [1, 2, 0]) =>
  makeEntry({
    body: { config, epoch: 0 },
    client: 9,
    epoch: 0,
    kind: 'reconfiguration',
    op: 2,
    parent: BEFORE[0]?.checksum ?? 0,
    predicted: null,
    request: 1,
    session: 1,
    view: 0,
  });

/** A replica executes what ends epoch 0. */
function begin(trace: Trace, replica: number, config?: readonly number[]): void {
  execute(trace, replica, BEFORE);
  trace.at(replica).log = [...BEFORE, end(config)];
  execute(trace, replica, [...BEFORE, end(config)]);
}

function ended(): Trace {
  const trace = new Trace([epochs(vsrFacts(testOptions))]);
  begin(trace, 0);
  return trace;
}

const inEpoch = (log = [...BEFORE, end()]) =>
  ({ commit: log.length, epoch: 1, log, logView: EPOCH, status: 'normal', view: EPOCH }) as const;

describe('I24 epochs', () => {
  it('should be silent when members take part with the log of the epoch, and who stops is not needed', () => {
    const trace = ended();
    trace.takes(1, inEpoch());
    trace.takes(2, inEpoch());
    trace.takes(0, { ...inEpoch(), status: 'retired' });
    expect(trace.violations).toEqual([]);
  });

  it('should fire when an epoch begins with two groups', () => {
    const trace = ended();
    begin(trace, 1, [0, 2, 1]);
    expect(trace.witness).toBe('two-configurations');
  });

  it('should fire when something is prepared behind what ends the epoch', () => {
    const trace = ended();
    const log = [...BEFORE, end()];
    const behind = makeEntry({ ...end(), body: 'b', kind: 'operation', op: 3, parent: end().checksum });
    trace.at(0).log = [...log, behind];
    trace.sends(0, 1, prepare(0, 1, 0, [...log, behind]));
    expect(trace.witness).toBe('prepared-behind-the-end');
  });

  it('should fire when a member takes part without the log of the epoch', () => {
    const trace = ended();
    trace.takes(1, inEpoch(BEFORE));
    expect(trace.witness).toBe('without-the-log');
  });

  it('should not mind a checkpoint in the place of the log', () => {
    const trace = ended();
    trace.takes(1, { ...inEpoch([]), logBase: 5 });
    expect(trace.violations).toEqual([]);
  });

  it('should fire when a replica takes part without being a member', () => {
    const trace = new Trace([epochs(vsrFacts(testOptions))]);
    begin(trace, 0, [1, 2, 3]);
    trace.takes(0, inEpoch([...BEFORE, end([1, 2, 3])]));
    expect(trace.witness).toBe('not-a-member');
  });

  it('should fire when a replica lives in an epoch that nothing began', () => {
    const trace = ended();
    trace.takes(1, { ...inEpoch(), epoch: 2, logView: 2 * EPOCH, view: 2 * EPOCH });
    expect(trace.witness).toBe('unknown-epoch');
  });

  it("should fire when a replica stops before f'+1 members have the log", () => {
    const trace = ended();
    trace.takes(1, inEpoch());
    trace.takes(0, { ...inEpoch(), logView: 0, status: 'retired', view: 0 });
    expect(trace.witness).toBe('stopped-too-early');
  });
});
