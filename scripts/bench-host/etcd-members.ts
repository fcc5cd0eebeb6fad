import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { freePorts } from '../../sim/served/free-ports.ts';
import type { Group } from './group.ts';

const MEMBERS = 3;
const HEALTHY_MS = 30_000;
const ASK_MS = 100;
const STOP_MS = 5000;

/** The version of the etcd on the PATH; undefined when there is none. */
export function etcdVersion(): string | undefined {
  const { error, stdout } = spawnSync('etcd', ['--version'], { encoding: 'utf8' });
  return error === undefined ? (/etcd Version: (\S+)/.exec(stdout)?.[1] ?? 'of unknown version') : undefined;
}

/** Starts three members with etcd's defaults, on loopback, and waits until each of them has a leader. @throws Error when they do not come up */
export async function startEtcd(folder: string): Promise<Group> {
  const ports = await freePorts(2 * MEMBERS);
  const clientsAt = ports.slice(0, MEMBERS).map((port) => `127.0.0.1:${port}`);
  const peersAt = ports.slice(MEMBERS).map((port) => `127.0.0.1:${port}`);
  const group = peersAt.map((at, i) => `member-${i}=http://${at}`).join(',');
  const members = clientsAt.map((at, i) => startMember(folder, i, at, peersAt[i] ?? '', group));
  const stop = async (): Promise<void> => {
    await Promise.all(members.map(stopMember));
  };
  try {
    await Promise.all(clientsAt.map(healthy));
  } catch (error) {
    await stop();
    throw error;
  }
  return { at: clientsAt, pids: members.map(({ pid }) => pid ?? 0), stop };
}

function startMember(folder: string, i: number, at: string, peerAt: string, group: string): ChildProcess {
  const log = openSync(path.join(folder, `etcd-${i}.log`), 'a', 0o600);
  const member = spawn(
    'etcd',
    [
      ...['--name', `member-${i}`, '--data-dir', path.join(folder, `etcd-${i}`)],
      ...['--listen-client-urls', `http://${at}`, '--advertise-client-urls', `http://${at}`],
      ...['--listen-peer-urls', `http://${peerAt}`, '--initial-advertise-peer-urls', `http://${peerAt}`],
      ...['--initial-cluster', group, '--initial-cluster-state', 'new'],
      ...['--logger', 'zap', '--log-level', 'error'],
    ],
    { stdio: ['ignore', log, log] },
  );
  closeSync(log);
  process.prependOnceListener('exit', () => member.kill('SIGKILL'));
  return member;
}

async function healthy(at: string): Promise<void> {
  const untilMs = performance.now() + HEALTHY_MS;
  while (performance.now() < untilMs) {
    const health = await fetch(`http://${at}/health`).then(
      (response) => response.text(),
      () => '', // it does not listen yet
    );
    if (health.includes('"health":"true"')) return;
    await new Promise((resolve) => setTimeout(resolve, ASK_MS));
  }
  throw new Error(`etcd at ${at} did not become healthy within ${HEALTHY_MS / 1000} s`);
}

async function stopMember(member: ChildProcess): Promise<void> {
  if (member.exitCode !== null || member.signalCode !== null) return;
  const exited = new Promise((resolve) => member.once('exit', resolve));
  member.kill('SIGTERM');
  const timer = setTimeout(() => member.kill('SIGKILL'), STOP_MS);
  await exited;
  clearTimeout(timer);
}
