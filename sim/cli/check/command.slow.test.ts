import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'check-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function check(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const io = new FakeIo();
  const code = await main(['check', ...words], io, { systems, defaultSystem });
  return { code, out: io.stdout, err: io.stderr };
}

describe('check', () => {
  it('should refute the naive register with three clients, in 13 deliveries', async () => {
    const { code, out } = await check('--system', 'naive-register');
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ linearizable\n {2}13 steps, and there is no shorter way\n/m);
    expect(out).toMatch(/^ +13 {2}client \d receives from replica \d: GetOk .*value=/m);
    expect(out).toContain('no order of these operations explains what they returned:');
    expect(out).toMatch(/again +npm run check -- --system naive-register\n$/);
  });

  it('should find no fault with it when there are two', async () => {
    const { code, out } = await check('--system', 'naive-register', '--clients', '2');
    expect(code).toBe(0);
    expect(out).toMatch(/^✓ holds for every schedule of this configuration, and says nothing of any other$/m);
    expect(out).toMatch(/linearizable holds · value chosen found in 5 steps/);
  });

  it('should say which invariants of the simulator it has not checked', async () => {
    const { out } = await check('--system', 'abd', '--clients', '1', '--operations', '1');
    expect(out).toMatch(
      /unchecked +B2 validity, B3 ordering, B5 quorum-at-return: invariants of the simulator only\n/,
    );
    expect(out).toMatch(/clients +3: \{kind: "write"/);
    const json = await check('--system', 'abd', '--clients', '1', '--operations', '1', '--json');
    expect(JSON.parse(json.out)).toMatchObject({
      unchecked: ['B2 validity', 'B3 ordering', 'B5 quorum-at-return'],
    });
  });

  it('should say all that as one JSON object', async () => {
    const { code, out } = await check(
      '--system',
      'paxos',
      '--clients',
      '1',
      '--identity',
      'stateright',
      '--no-reduction',
      '--json',
    );
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      system: 'paxos',
      verdict: 'holds',
      generated: 482,
      unique: 265,
      depth: 14,
      properties: [
        { name: 'no-panic', kind: 'always', verdict: 'holds', path_length: null },
        { name: 'linearizable', kind: 'always', verdict: 'holds', path_length: null },
        { name: 'value chosen', kind: 'sometimes', verdict: 'found', path_length: 8 },
      ],
      configuration: { network: 'bag', crash: 0 },
    });
  });

  it('should give up when it may not go on, and say so', async () => {
    const { code, out } = await check('--system', 'paxos', '--clients', '3', '--states', '1000');
    expect(code).toBe(4);
    expect(out).toMatch(/^✗ given up after 1,\d{3} states: no violation so far, and nothing is proven$/m);
  });

  it('should walk at random, find what is there, and prove nothing', async () => {
    const found = await check('--system', 'single-copy', '--replicas', '2', '--walks', '1000');
    expect(found.code).toBe(1);
    expect(found.out).toMatch(/^✗ linearizable$/m);
    const nothing = await check('--system', 'paxos', '--walks', '10', '--json');
    expect(nothing.code).toBe(4);
    expect(JSON.parse(nothing.out)).toMatchObject({ verdict: 'budget', walks: 10 });
  });

  it('should check our own registers, crash them, and find a mutant', async () => {
    const sound = await check(
      '--system',
      'abd',
      '--replicas',
      '2',
      '--operations',
      '1',
      '--crash',
      '1',
      '--timer',
      'resend=1',
      '--timer',
      'give-up=1',
    );
    expect(sound.code).toBe(0);
    const mutant = await check('--system', 'abd', '--mutant', 'A03', '--json');
    expect(mutant.code).toBe(1);
    expect(JSON.parse(mutant.out)).toMatchObject({ verdict: 'violation' });
  });

  it('should find no fault with VSR as it is, and how it breaks with one line changed', async () => {
    const small = ['--system', 'vsr', '--clients', '1', '--json'];
    const sound = await check(...small, '--operations', '2');
    expect(sound.code).toBe(0);
    const mutant = await check(...small, '--timer', 'view=1', '--mutant', 'V01');
    expect(mutant.code).toBe(1);
    const { properties } = JSON.parse(mutant.out) as {
      properties: { name: string; path_length: number | null }[];
    };
    expect(properties).toContainEqual(expect.objectContaining({ name: 'commit-backed', path_length: 2 }));
  });

  it('should show how ABD goes on for ever without resends, and that it ends with them', async () => {
    const lossy = [
      '--replicas',
      '2',
      '--clients',
      '1',
      '--network',
      'merge',
      '--lose',
      'any',
      '--timer',
      'retry=any',
    ];
    const without = await check('--system', 'abd', '--operations', '1', ...lossy, '--liveness');
    expect(without.code).toBe(1);
    expect(without.out).toMatch(/^✗ every operation ends$/m);
    expect(without.out).toMatch(
      / {2}lost, from replica 1 to replica 0: StoreAck .*\n +and from here on again and again, for ever:\n/,
    );
    const withThem = await check(
      '--system',
      'abd',
      '--operations',
      '2',
      ...lossy,
      '--timer',
      'resend=any',
      '--liveness',
    );
    expect(withThem.code).toBe(0);
    expect(withThem.out).toContain('every operation ends holds');
  });

  it('should show that VSR answers with one view change, where time-outs are longer than all delays', async () => {
    const words = ['--system', 'vsr', '--clients', '1', '--warm-up', '1', '--network', 'merge'];
    const patient = ['--timer', 'view@1=1', '--timer', 'retry=idle', '--timer', 'resend=idle'];
    const { code, out } = await check(
      ...words,
      ...patient,
      '--liveness',
      '--property',
      'every operation ends',
    );
    expect(code).toBe(0);
    expect(out).toContain('every operation ends holds');
    expect(out).toContain('timer resend when nothing else can happen');
  });

  it('should take a system file, with what the checker should know of it', async () => {
    const file = path.join(folder, 'ping.ts');
    writeFileSync(
      file,
      `import { defineSystem } from 'wavetank';
       const server = { init: () => ({ asked: 0 }), start() {}, timer() {}, disk() {},
         message(state: any, from: any, message: any, ctx: any) { state.asked += 1; ctx.send(from, 'pong'); } };
       const client = { init: () => ({}), start() {}, timer() {}, disk() {},
         invoke(state: any, operation: any, ctx: any) { ctx.send(0, 'ping'); },
         message(state: any, from: any, message: any, ctx: any) { ctx.complete({ type: 'ok', result: null }); } };
       export default defineSystem({ name: 'ping', replica: server, client, replicas: 1, operation: () => 'ping' } as any);
       export const check = { size: { replicas: 1, clients: 2, operations: 1 }, properties: [
         { kind: 'always', name: 'asked once', reads: { of: 'process', holds: (state: any, process: any) => process > 0 || state.asked < 2 } } ] };`,
    );
    const { code, out } = await check('--system', file);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ asked once\n {2}4 steps/m);
    expect(out).toContain('replica 0 receives from client 2: ping');
  });

  it('should say why a handler that looks at the clock cannot be checked', async () => {
    const file = path.join(folder, 'clock.ts');
    writeFileSync(
      file,
      `import { defineSystem } from 'wavetank';
       const server = { init: () => ({}), start() { Date.now(); }, timer() {}, disk() {}, message() {} };
       const client = { init: () => ({}), start() {}, timer() {}, disk() {}, invoke() {}, message() {} };
       export default defineSystem({ name: 'clock', replica: server, client, operation: () => null } as any);`,
    );
    const { code, err } = await check('--system', file);
    expect(code).toBe(3);
    expect(err).toMatch(
      /Date\.now\(\) was called .*: a handler may use nothing but its state, its event and ctx\n/,
    );
  });

  it('should begin after a warm-up, which multiplies no states', async () => {
    const { code, out } = await check('--system', 'vsr', '--warm-up', '1');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^vsr {2}3 replicas · 2 clients · 1 operation each · after 1 operation each without faults$/m,
    );
    expect(out).toMatch(/clients +3: \{"kind":"get"\}, \{"kind":"add","amount":1\} · 4: /);
    expect(out).toMatch(/states +850 different/); // 217,154 with the sessions opened on the way
  });

  it('should let the timer of one process fire, and of no other', async () => {
    const words = ['--system', 'vsr', '--clients', '1', '--warm-up', '1', '--states', '300'];
    const { out } = await check(...words, '--timer', 'view@1=1');
    expect(out).toMatch(/steps .* timer view@1 \d+\n/);
    expect(out).toMatch(/may happen +1 × timer view@1\n/);
  });

  it('should give a counterexample to the simulator whose timer first arms itself anew, and then only writes', async () => {
    const words = [
      '--system',
      'vsr',
      '--mutant',
      'V21',
      '--clients',
      '1',
      '--timer',
      'view=1',
      '--disk',
      'steps',
    ];
    const { out } = await check(
      ...words,
      '--property',
      'view-completeness',
      '--out',
      path.join(folder, 'disk'),
    );
    expect(out).toMatch(/^ {2}28 steps, and there is no shorter way$/m);
    expect(out).toMatch(/as a run +\S+vsr-view-completeness\.json: it fails alike at step \d+/);
  });

  it('should tell the warm-up before what it finds, and give all of it to the simulator', async () => {
    const words = [
      '--system',
      'vsr',
      '--mutant',
      'V19',
      '--clients',
      '1',
      '--timer',
      'view=1',
      '--warm-up',
      '1',
    ];
    const { code, out } = await check(...words, '--out', path.join(folder, 'warm'));
    expect(code).toBe(1);
    expect(out).toMatch(/^ {2}20 steps, 13 of them the warm-up, and there is no shorter way$/m);
    expect(out).toMatch(/^ +13 {2}client 3 receives from replica 0: Reply #1 /m);
    expect(out).toMatch(/^ +14 {2}replica 1: timer view fires$/m);
    expect(out).toMatch(/as a run +\S+vsr-view-completeness\.json: it fails alike at step \d+/);
  });

  it.each([
    [
      ['--system', 'vsr', '--mutant', 'V01', '--warm-up', '1'],
      /^--warm-up 1: the warm-up itself breaks "commit-backed": check without it\n$/,
    ],
    [['--system', 'paxos', '--warm-up', '1'], /^--warm-up 1: paxos takes none here\n$/],
    [
      ['--system', 'abd', '--network', 'set', '--warm-up', '1'],
      /^--warm-up 1: on the network set messages never leave: a warm-up would not end\n$/,
    ],
    [
      ['--system', 'abd', '--calls', 'at-once', '--warm-up', '1'],
      /^--warm-up 1: clients that call at once do not wait for the end of a warm-up\n$/,
    ],
    [
      ['--system', 'naive-register', '--duplicate', '1'],
      /^--duplicate 1: on the network set equal messages are one\n$/,
    ],
    [['--system', 'nothing'], /^--system nothing: there is no such system; there are paxos, .*\n$/],
    [[], /^required option '--system <name\|file>' not specified\n$/],
    [['--system', 'paxos', '--lose', 'x'], /^--lose x: a whole number from 0 on, or any, is needed\n$/],
    [
      ['--system', 'vsr', '--timer', 'view=x'],
      /^--timer view x: a whole number from 0 on, or any or idle, is needed\n$/,
    ],
    [['--system', 'paxos', '--clients', 'x'], /^--clients x: a whole number from 0 on is needed\n$/],
    [
      ['--system', 'paxos', '--network', 'tube'],
      /^--network tube: there is no such thing; there are bag, merge, set, links\n$/,
    ],
    [
      ['--system', 'abd', '--timer', 'rsend=1'],
      /^--timer rsend=1: abd has no such timer; it has resend, retry, give-up\n$/,
    ],
    [
      ['--system', 'abd', '--timer', 'resend@9=1'],
      /^--timer resend@9=1: there is no process 9; they are 0 to 4\n$/,
    ],
    [
      ['--system', 'abd', '--timer', 'resend'],
      /^--timer resend: name and number are needed, such as --timer view=2\n$/,
    ],
    [
      ['--system', 'abd', '--duplicate', 'any'],
      /^--duplicate any: there is no end of copies; --network set .*\n$/,
    ],
    [
      ['--system', 'paxos', '--property', 'x'],
      /^--property x: paxos has no such property; it has "value chosen", "no-panic", "linearizable"\n$/,
    ],
    [
      ['--system', 'reliable-link', '--replicas', '3'],
      /^--system reliable-link: reliable-link has a sender .*\n$/,
    ],
    [['--system', 'abd', '--mutant', 'A99'], /^--mutant A99: there is no such mutant\n$/],
    [
      ['--system', 'paxos', '--mutant', 'A01'],
      /^--mutant A01: mutants are bugs in our own systems; there is none for paxos\n$/,
    ],
  ])('should refuse %j in one sentence', async (words, sentence) => {
    const { code, err, out } = await check(...words);
    expect(code).toBe(2);
    expect(err).toMatch(sentence);
    expect(out).toBe('');
  });
});
