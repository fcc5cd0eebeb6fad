import { readFileSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { AnyProcess } from '../../src/host/hosted.ts';
import { silent } from '../../src/host/log.ts';
import { readSegment, type Segment, segmentFiles } from '../../src/host/recording/read.ts';
import { Recorder } from '../../src/host/recording/recorder.ts';
import { Redaction } from '../../src/host/recording/redaction.ts';
import { replaySegment, type SegmentReplay } from '../../src/host/recording/replay.ts';
import type { Process } from '../../src/process/process.ts';
import { defineSystem } from '../define/define-system.ts';
import type { System } from '../scenario/system.ts';
import { vsr } from '../systems/vsr.ts';
import { LONG } from '../testing/long.ts';
import { servedScenario, servingOf } from './serving.ts';
import { LocalGroup } from './testing/local-group.ts';

let group: LocalGroup | undefined;
afterEach(async () => {
  await group?.close();
  group = undefined;
});

/** Runs a group with a recorder at each replica; `work` performs the client operations. */
async function recorded(
  system: System,
  size: number,
  work: (of: LocalGroup) => Promise<void>,
  { bytesMax = 1 << 30, redaction }: { bytesMax?: number; redaction?: Redaction } = {},
): Promise<readonly Segment[][]> {
  await group?.close();
  const made = await LocalGroup.of(system, size, {}, (replica) => {
    const { self, served } = replica.options;
    return new Recorder({
      folder: path.join(replica.options.directory, 'recording'),
      bytesMax,
      about: {
        ...{
          system: served.name,
          replica: self,
          replicas: size,
          cluster: 'test',
          mutant: null,
          program: 'this',
        },
        scenario: JSON.stringify(servedScenario(system, size)),
      },
      originUs: 0,
      random: () => replica.random.seed,
      redaction,
      settleMs: 100,
      log: silent,
    });
  });
  group = made;
  await work(made);
  for (let id = 0; id < size; id++) await made.stop(id);
  return Array.from({ length: size }, (_, id) =>
    segmentFiles(path.join(made.folderOf(id), 'recording')).map(readSegment),
  );
}

/** Few requests at a time: each takes messages and disk requests of its own, where many would share them. */
const WAVES = 23_000;

const codeOf = (system: System, size: number): AnyProcess =>
  servingOf(system, servedScenario(system, size)).served.replica;

const replayAll = (code: AnyProcess, segments: readonly Segment[]): SegmentReplay[] =>
  segments.map((segment) => replaySegment(code, segment));

const stepsIn = (segments: readonly Segment[]): number =>
  segments.reduce((sum, { steps }) => sum + steps.length, 0);

async function puts(of: LocalGroup, count: number, text = 'some value of a user'): Promise<void> {
  const client = of.client();
  await Promise.all(
    Array.from({ length: count }, (_, i) =>
      client.invoke({ kind: 'write', key: `k${i % 7}`, value: `${text} ${i}` }),
    ),
  );
}

describe('a recording', () => {
  it('should be done again step by step, over segments and starts, on every replica', async () => {
    const all = await recorded(
      vsr,
      3,
      async (of) => {
        await puts(of, 60);
        await of.stop(0);
        await of.start(0);
        await puts(of, 60, 'x'.repeat(3000));
      },
      { bytesMax: 1 << 20 },
    );
    for (const segments of all) {
      expect(segments.length).toBeGreaterThan(1);
      const replays = replayAll(codeOf(vsr, 3), segments);
      expect(replays.map(({ difference }) => difference)).toEqual(segments.map(() => undefined));
      expect(replays.reduce((sum, { steps }) => sum + steps, 0)).toBe(stepsIn(segments));
      expect(segments.some(({ steps }) => steps.some(({ state }) => state !== ''))).toBe(true);
    }
    for (const file of segmentFiles(path.join(group?.folderOf(1) ?? '', 'recording')))
      expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  it.runIf(LONG)('should be done again over a million inputs', { timeout: 1_800_000 }, async () => {
    const all = await recorded(vsr, 3, async (of) => {
      const client = of.client();
      const put = (key: string, i: number) => client.invoke({ kind: 'write', key, value: `value ${i}` });
      for (let i = 0; i < WAVES; i++) await Promise.all(['a', 'b', 'c', 'd'].map((key) => put(key, i)));
    });
    let inputs = 0;
    for (const segments of all) {
      const replays = replayAll(codeOf(vsr, 3), segments);
      expect(replays.map(({ difference }) => difference)).toEqual(segments.map(() => undefined));
      inputs += replays.reduce((sum, { steps }) => sum + steps, 0);
    }
    expect(inputs).toBeGreaterThan(1_000_000);
  });

  it('should hold no value when values are redacted, and be done again all the same', async () => {
    const work = async (of: LocalGroup): Promise<void> => {
      await puts(of, 20, 'secret-of-a-user');
      await new Promise((resolve) => setTimeout(resolve, 300));
      await puts(of, 50, 'secret-of-a-user');
    };
    const all = await recorded(vsr, 3, work, { redaction: new Redaction() });
    const bytes = Buffer.concat(all.flat().map(({ file }) => readFileSync(file)));
    expect(bytes.includes('secret-of-a-user')).toBe(false);
    expect(bytes.includes('k3')).toBe(true); // keys are kept
    for (const segments of all) {
      const replays = replayAll(codeOf(vsr, 3), segments);
      expect(replays.map(({ difference }) => difference)).toEqual(segments.map(() => undefined));
      expect(replays.reduce((sum, { steps }) => sum + steps, 0)).toBeGreaterThan(20);
    }
  });

  it('should be used up to where it is damaged, and refused when its beginning is', async () => {
    const [segments = []] = await recorded(vsr, 1, (of) => puts(of, 30));
    const [first] = segments;
    if (first === undefined) throw new Error('no segment');
    const bytes = readFileSync(first.file);
    writeFileSync(first.file, bytes.subarray(0, bytes.length - 10));
    const cut = readSegment(first.file);
    expect(cut.damage).toMatch(/ends within a chunk/);
    expect(cut.steps.length).toBeLessThan(first.steps.length);
    expect(replaySegment(codeOf(vsr, 1), cut).difference).toBeUndefined();
    const flipped = Uint8Array.from(bytes);
    flipped[bytes.length >> 1] = (flipped[bytes.length >> 1] ?? 0) ^ 1;
    writeFileSync(first.file, flipped);
    expect(readSegment(first.file).damage).toMatch(/is damaged at byte/);
    writeFileSync(first.file, bytes.subarray(3));
    expect(() => readSegment(first.file)).toThrow(/its beginning is damaged/);
  });
});

interface Tally {
  count: number;
}
type Ask = { readonly type: 'ask' } | { readonly type: 'answer'; readonly count: number };

/** A server that answers with a number, computed from its state by `how`. */
const counting = (how: (state: Tally) => number): System => {
  const replica: Process<Tally, Ask> = {
    init: () => ({ count: 0 }),
    start() {},
    message(state, from, message, ctx) {
      if (message.type === 'ask') ctx.send(from, { type: 'answer', count: how(state) });
    },
    timer() {},
    disk() {},
  };
  return defineSystem({
    name: 'counting',
    replica,
    client: {
      init: () => ({}),
      start() {},
      invoke: (_, __: 'ask', ctx) => ctx.send(0 as never, { type: 'ask' }), // the only replica
      message(_, __, message, ctx) {
        if (message.type === 'answer') ctx.complete({ type: 'ok', result: message.count });
      },
      timer() {},
      disk() {},
    },
    operation: () => 'ask',
    replicas: 1,
  });
};

describe('the first difference', () => {
  async function differenceWith(recordedBy: System, replayedBy: System): Promise<unknown> {
    const [segments = []] = await recorded(recordedBy, 1, async (of) => {
      const client = of.client(1);
      for (let i = 0; i < 5; i++) await client.invoke('ask');
    });
    return replayAll(codeOf(replayedBy, 1), segments)[0]?.difference;
  }
  const sound = counting((state) => ++state.count);

  it('should be none for the same code', async () => {
    expect(await differenceWith(sound, sound)).toBeUndefined();
  });

  it('should be found where a handler was changed', async () => {
    const changed = counting((state) => (++state.count === 3 ? 4 : state.count));
    expect(await differenceWith(sound, changed)).toMatchObject({ step: 4, what: 'effects' }); // the start is step 1
    const silently = counting((state) => {
      state.count++;
      const answer = state.count;
      if (answer === 2) state.count = 20;
      return answer;
    });
    expect(await differenceWith(sound, silently)).toMatchObject({ step: 3, what: 'top of the state' });
  });

  it('should be found where a handler keeps state outside of its state, or reads a clock', async () => {
    let outside = 0;
    const hidden = counting(() => ++outside);
    expect(await differenceWith(hidden, hidden)).toMatchObject({ step: 2, what: 'effects' });
    let ticks = 0;
    const clock = counting(() => performance.timeOrigin + ++ticks);
    expect(await differenceWith(clock, clock)).toMatchObject({ step: 2, what: 'effects' });
  });
});
