import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { etcdVersion } from './bench-host/etcd-members.ts';

const PROGRAM = path.join(import.meta.dirname, 'bench-host.ts');
const SHORT = ['--seconds', '0.5', '--rounds', '1', '--clients', '4', '--json'];
/** How long a short run may take on a busy machine. */
const PATIENCE_MS = 300_000;

/** The parts of the output that are tested. */
interface Output {
  readonly etcd: string | null;
  readonly rows: readonly {
    readonly system: string;
    readonly kind: string;
    readonly perSecond: number;
    readonly p50Ms: number;
    readonly p99Ms: number;
    readonly cpu: { readonly replicas: readonly unknown[]; readonly clients: readonly unknown[] };
  }[];
  readonly ratios: readonly {
    readonly system: string;
    readonly base: string;
    readonly kind: string;
    readonly perSecond: number;
  }[];
}

describe('bench:host', () => {
  let folder = '';
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'bench-host-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const run = (args: readonly string[], env: NodeJS.ProcessEnv = {}) =>
    spawnSync(process.execPath, ['--import', 'tsx', PROGRAM, ...args], {
      encoding: 'utf8',
      env: { ...process.env, TMPDIR: folder, ...env },
    });

  const measured = (args: readonly string[], env?: NodeJS.ProcessEnv): Output => {
    const { status, stdout, stderr } = run(args, env);
    expect(status, stderr).toBe(0);
    return JSON.parse(stdout) as Output; // the shape that the assertions check
  };

  const leftovers = (): string[] => readdirSync(folder).filter((name) => name.startsWith('wavetank-bench-'));

  it(
    'should measure our replicas alone where etcd is not installed, say so, and leave nothing behind',
    () => {
      const output = measured([...SHORT, '--systems', 'wavetank,unrecorded,etcd'], { PATH: folder });

      expect(output.etcd).toBeNull();
      expect(output.ratios.map(({ system, base }) => `${system} / ${base}`)).toEqual(
        Array.from({ length: 3 }, () => 'wavetank / wavetank, unrecorded'),
      );
      expect(output.rows.map(({ system, kind }) => `${system}: ${kind}`)).toEqual([
        ...['wavetank: put', 'wavetank, unrecorded: put'],
        ...['wavetank: get', 'wavetank, unrecorded: get'],
        ...['wavetank: stale-get', 'wavetank, unrecorded: stale-get'],
      ]);
      for (const { perSecond, p50Ms, p99Ms, cpu } of output.rows) {
        expect(perSecond).toBeGreaterThan(0);
        expect(p99Ms).toBeGreaterThanOrEqual(p50Ms);
        expect([cpu.replicas.length, cpu.clients.length]).toEqual([3, 1]);
      }
      expect(leftovers()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it.skipIf(etcdVersion() === undefined)(
    'should measure etcd beside our replicas, with clients in several processes (skipped where etcd is not installed)',
    () => {
      const output = measured([...SHORT, '--systems', 'trusting,etcd', '--processes', '2']);

      expect(output.etcd).toBe(etcdVersion());
      expect(output.rows.filter(({ system }) => system === 'etcd').map(({ kind }) => kind)).toEqual([
        'put',
        'get',
        'stale-get',
      ]);
      for (const { perSecond, cpu } of output.rows) {
        expect(perSecond).toBeGreaterThan(0);
        expect([cpu.replicas.length, cpu.clients.length]).toEqual([3, 2]);
      }
      expect(output.ratios.map(({ system, kind }) => `${system}: ${kind}`)).toEqual([
        'wavetank, trusting: put',
        'wavetank, trusting: get',
        'wavetank, trusting: stale-get',
      ]);
      for (const { perSecond } of output.ratios) expect(perSecond).toBeGreaterThan(0);
      expect(leftovers()).toEqual([]);
    },
    PATIENCE_MS,
  );

  it('should refuse bad options in one sentence', () => {
    const { status, stderr } = run(['--clients', '0']);

    expect(stderr.trim()).toBe('--clients 0: a whole number from 1 on is needed');
    expect(status).toBe(2);
  });
});
