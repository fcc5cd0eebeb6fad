import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { readCluster } from '../../served/cluster-file.ts';
import { freePorts } from '../../served/free-ports.ts';
import { defaultSystem, systems } from '../../systems/index.ts';
import { main } from '../program.ts';
import { FakeIo } from '../testing/fake-io.ts';

const START = path.resolve(import.meta.dirname, '../../../scripts/start.mjs');
const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-cluster-'));
const running: ChildProcess[] = [];

afterEach(async () => {
  for (const child of running.splice(0)) {
    const over = new Promise((resolve) => child.on('exit', resolve));
    if (child.exitCode === null && child.kill('SIGTERM')) await over;
  }
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** `cluster` in a process of its own; resolves when it says that it runs, or has ended. */
function cluster(...words: readonly string[]): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [START, 'cluster', ...words]);
  running.push(child);
  let out = '';
  let err = '';
  child.stderr.on('data', (chunk: Buffer) => {
    err += chunk.toString();
  });
  return new Promise((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (out.includes('client')) resolve({ code: child.exitCode, out, err });
    });
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** A base port that is free, and the ports that a cluster derives from it. */
async function basePort(): Promise<number> {
  for (;;) {
    const [port = 0] = await freePorts(1);
    if (port < 29_000) return port;
  }
}

async function holding<T>(port: number, work: () => Promise<T>): Promise<T> {
  const server = createServer((socket) => socket.destroy());
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  try {
    return await work();
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('a cluster on this machine', () => {
  it('should say why it does not start, and start when that is mended', async () => {
    const data = path.join(folder, 'taken');
    const port = await basePort();
    const start = () => cluster('--data', data, '--port', String(port), '--system', 'abd', '--cluster', 'c');
    for (const taken of [port + 1, port + 1000, port + 2002]) {
      const { code, out, err } = await holding(taken, start);
      expect({ code, out, err }).toEqual({
        code: 2,
        out: '',
        err: expect.stringMatching(
          new RegExp(
            `^the cluster does not start: replica \\d: cannot listen at 127\\.0\\.0\\.1:${taken}: the port is in use\\n$`,
          ),
        ),
      });
      expect(existsSync(path.join(data, 'cluster.json'))).toBe(false);
    }
    expect(await start()).toMatchObject({
      code: null,
      out: expect.stringContaining('3 replicas of abd run'),
    });
    expect(existsSync(path.join(data, '1.begun'))).toBe(true);
  });

  it('should leave the file of a running one alone, and keep the second out', async () => {
    const data = path.join(folder, 'twice');
    const port = await basePort();
    const words = ['--data', data, '--replicas', '1'];
    expect(await cluster(...words, '--port', String(port))).toMatchObject({ code: null });
    const before = readFileSync(path.join(data, 'cluster.json'), 'utf8');
    expect(await cluster(...words, '--port', String(await basePort()))).toEqual({
      code: 2,
      out: '',
      err: `${data} is in use by another process\n`,
    });
    expect(readFileSync(path.join(data, 'cluster.json'), 'utf8')).toBe(before);
  });

  it('should be readable for clients with 8 replicas', async () => {
    const data = path.join(folder, 'eight');
    const eight = await cluster('--data', data, '--replicas', '8', '--port', String(await basePort()));
    expect(eight).toMatchObject({ code: null });
    const io = new FakeIo();
    const words = ['client', 'put', 'k', 'v', '--data', data];
    expect(await main(words, io, { systems, defaultSystem })).toBe(0);
    expect(readCluster(data)?.replicas).toBe(8);
  });

  it.each([
    [
      ['--port', '70000'],
      '--port 70000: the last of its ports would be 72002, and ports end at 65535: give at most 63533',
    ],
    [
      ['--port', '63534'],
      '--port 63534: the last of its ports would be 65536, and ports end at 65535: give at most 63533',
    ],
    [['--replicas', '257'], '--replicas 257: a cluster has at most 256'],
    [['--data', START], `--data ${START} is no folder`],
    [['--data', path.join(START, 'below')], `--data ${START}/below is no folder`],
  ])('should refuse %s', async (words, sentence) => {
    const io = new FakeIo();
    expect(await main(['cluster', ...words], io, { systems, defaultSystem })).toBe(2);
    expect(io.stderr).toBe(`${sentence}\n`);
    expect(existsSync('wavetank-cluster')).toBe(false);
  });
});
