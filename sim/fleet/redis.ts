import type { Redis, RedisOptions } from 'ioredis';
import { BadInput } from '../input/bad-input.ts';
import { KEYS, PROTOCOL } from './keys.ts';

/** Required by BullMQ's scripts. */
const VERSION_MIN = [6, 2] as const;
const CONNECT_MS_MAX = 5000;
const RETRY_MS_MAX = 2000;

/** Replies in their native types. */
type Options = Omit<RedisOptions, 'replyMapping'>;

/** The connection shared by a fleet, with its display name, which omits the password. */
export interface Shared {
  readonly client: Redis;
  readonly place: string;
  /** Opens another connection to the same server, as a blocked one cannot be shared. */
  another(): Redis;
  /** Disconnects, even with pending requests. */
  close(): void;
}

/** Connects, and checks everything that would fail later. @throws BadInput */
export async function connected(url: string): Promise<Shared> {
  const host = hostOf(url);
  const Constructor = await driver();
  const make = (options: Options): Redis => new Constructor(url, options);
  const probe = make({
    lazyConnect: true,
    retryStrategy: () => null,
    connectTimeout: CONNECT_MS_MAX,
    maxRetriesPerRequest: 0,
  });
  let reason: Error | undefined;
  probe.on('error', (error: Error) => {
    reason ??= error;
  });
  try {
    await probe.connect();
    await check(probe, host);
  } catch (error) {
    throw error instanceof BadInput ? error : new BadInput(sentenceFor(reason ?? error, host));
  } finally {
    probe.disconnect();
  }
  const lasting: Options = {
    // Redis may restart during the work: pending requests wait.
    maxRetriesPerRequest: null,
    retryStrategy: (times) => Math.min(times * 100, RETRY_MS_MAX),
    reconnectOnError: (error) => error.message.startsWith('LOADING'),
  };
  const all: Redis[] = [];
  const another = (): Redis => {
    const client = make(lasting);
    all.push(client);
    client.on('error', () => {}); // reported when a wait times out
    return client;
  };
  return {
    client: another(),
    place: host,
    another,
    close: () => {
      for (const client of all) client.disconnect();
    },
  };
}

/** @throws BadInput */
function hostOf(url: string): string {
  const found = URL.canParse(url) ? new URL(url) : undefined;
  if (found === undefined || !['redis:', 'rediss:'].includes(found.protocol) || found.hostname === '')
    throw new BadInput(
      'the address of Redis must look like redis://host:6379 or rediss://:password@host:6379/0',
    );
  return `${found.hostname}:${found.port || '6379'}`;
}

async function check(client: Redis, place: string): Promise<void> {
  const info = await client.info();
  const field = (name: string): string => new RegExp(`^${name}:(.*)$`, 'm').exec(info)?.[1]?.trim() ?? '';
  const version = field('redis_version');
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major < VERSION_MIN[0] || (major === VERSION_MIN[0] && minor < VERSION_MIN[1]))
    throw new BadInput(
      `Redis at ${place} has version ${version}; a fleet needs ${VERSION_MIN.join('.')} or later`,
    );
  const [limit, used] = [Number(field('maxmemory')), Number(field('used_memory'))];
  if (limit > 0 && field('maxmemory_policy') !== 'noeviction')
    throw new BadInput(
      `Redis at ${place} throws data away when it is full (maxmemory-policy ${field('maxmemory_policy')}); a fleet needs noeviction`,
    );
  if (limit > 0 && used >= limit)
    throw new BadInput(`Redis at ${place} is full: it uses ${used} of ${limit} bytes`);
  await client.setnx(KEYS.protocol, PROTOCOL);
  const spoken = await client.get(KEYS.protocol);
  if (spoken !== null && spoken !== String(PROTOCOL))
    throw new BadInput(
      `the fleet at ${place} speaks version ${spoken}, and this program ${PROTOCOL}: use one version of wavetank`,
    );
}

/** Describes an error in one sentence, without any password. */
export function sentenceFor(error: unknown, place: string): string {
  const text = error instanceof Error ? error.message : String(error);
  if (/WRONGPASS|NOAUTH|invalid password|ERR AUTH/i.test(text))
    return `Redis at ${place} refuses the password: give it as redis://:PASSWORD@${place}`;
  if (/^OOM|maxmemory/.test(text))
    return `Redis at ${place} is full: give it more memory (maxmemory), or wait until others are done`;
  if (/NOPERM/.test(text))
    return `Redis at ${place} does not allow this user what a fleet needs: ${firstLine(text)}`;
  const code = error instanceof Error && 'code' in error ? String(error.code) : firstLine(text);
  return `Redis at ${place} cannot be reached (${code})`;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

/** An optional package: everything for a single machine works without it. @throws BadInput */
async function driver(): Promise<typeof Redis> {
  try {
    return (await import('ioredis')).Redis;
  } catch {
    throw new BadInput('a fleet needs the packages bullmq and ioredis: npm install bullmq ioredis');
  }
}
