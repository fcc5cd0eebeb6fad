import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Redis } from 'ioredis';
import { freePorts } from '../../served/free-ports.ts';

const NAMES = ['redis-server', 'valkey-server'];

/** The executable of a real server; undefined if there is none, which is printed, as a skipped test is easily overlooked. */
export function serverProgram(): string | undefined {
  for (const name of NAMES) {
    try {
      execFileSync(name, ['--version'], { stdio: 'ignore' });
      return name;
    } catch {
      // try the next one
    }
  }
  console.warn(
    `fleets are NOT TESTED: none of ${NAMES.join(', ')} is installed (apt-get install redis-server)`,
  );
  return undefined;
}

/** A private server on a free port with a persistent log: it can be killed and restarted. */
export class RedisServer {
  readonly url: string;
  private readonly program: string;
  private readonly port: number;
  private readonly folder = mkdtempSync(path.join(os.tmpdir(), 'redis-'));
  private readonly more: readonly string[];
  private child: ChildProcess | undefined;

  private constructor(program: string, port: number, more: readonly string[]) {
    this.program = program;
    this.port = port;
    this.more = more;
    this.url = `redis://127.0.0.1:${port}`;
  }

  static async start(program: string, ...more: string[]): Promise<RedisServer> {
    const [port = 0] = await freePorts(1);
    const server = new RedisServer(program, port, more);
    await server.start();
    return server;
  }

  async start(): Promise<void> {
    const { folder: dir } = this;
    const options = [
      '--port',
      String(this.port),
      '--bind',
      '127.0.0.1',
      '--dir',
      dir,
      '--save',
      '',
      '--appendonly',
      'yes',
    ];
    this.child = spawn(this.program, [...options, ...this.more], { stdio: 'ignore' });
    const client = new Redis(this.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
    client.on('error', () => {});
    try {
      await client.ping().catch((error: Error) => {
        if (!/NOAUTH/.test(error.message)) throw error; // it runs, and requires a password
      });
    } finally {
      client.disconnect();
    }
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /** Kills it as a power loss would, as far as a process can tell. */
  async kill(): Promise<void> {
    const { child } = this;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => {
      child.on('exit', resolve);
      child.kill('SIGKILL');
    });
  }

  async remove(): Promise<void> {
    await this.kill();
    rmSync(this.folder, { recursive: true, force: true });
  }
}
