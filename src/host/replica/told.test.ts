import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { HostLog } from '../log.ts';
import { goodHello, helloFrame, RawCaller } from '../testing/raw-caller.ts';
import { startStill } from '../testing/still.ts';
import { Places, placeOf } from './places.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'wavetank-told-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Keeps what it is told. */
class Heard implements HostLog {
  readonly lines: { readonly facts: object; readonly sentence: string }[] = [];
  debug(): void {}
  info(facts: object, sentence: string): void {
    this.lines.push({ facts, sentence });
  }
  warn = this.info;
  error = this.info;
}

describe('what a replica tells of others', () => {
  it('should be a move only when one is called at another address', () => {
    const heard = new Heard();
    const places = new Places(path.join(folder, 'places.json'), heard, false);
    const at = { host: '127.0.0.1', port: 7001 };
    places.put(placeOf(1, at, at)); // as in --peers: its port for clients is not known
    places.learn({ id: 1, at: '127.0.0.1:7001', clientsAt: '127.0.0.1:8001' });
    places.learn({ id: 1, at: '127.0.0.1:7001', clientsAt: '127.0.0.1:8001' });
    places.learn({ id: 1, at: '127.0.0.1:7009', clientsAt: '127.0.0.1:8001' });
    places.learn({ id: 3, at: '127.0.0.1:7003', clientsAt: '127.0.0.1:8003' });
    expect(heard.lines).toEqual([
      {
        facts: { peer: 1, at: '127.0.0.1:7001', clientsAt: '127.0.0.1:8001' },
        sentence: 'a replica has said where it takes clients',
      },
      {
        facts: { peer: 1, at: '127.0.0.1:7009', clientsAt: '127.0.0.1:8001' },
        sentence: 'a replica has moved',
      },
      {
        facts: { peer: 3, at: '127.0.0.1:7003', clientsAt: '127.0.0.1:8003' },
        sentence: 'a replica has come',
      },
    ]);
  });

  it('should name whom it has turned away', async () => {
    const { freePorts } = await import('../../../sim/served/free-ports.ts');
    const [port = 0] = await freePorts(1);
    const heard = new Heard();
    const replica = await startStill(path.join(folder, '0'), { host: '127.0.0.1', port }, heard);
    const raw = new RawCaller(port);
    await new Promise((resolve) => raw.socket.once('connect', resolve));
    const from = `127.0.0.1:${raw.socket.localPort}`;
    raw.send(helloFrame(goodHello(256)), Buffer.alloc(20, 1));
    await raw.closed;
    await expect
      .poll(() => heard.lines)
      .toContainEqual({
        facts: { from, reason: expect.stringContaining('a frame of') },
        sentence: 'a connection was closed',
      });
    await replica.stop();
  });
});
