import * as realOs from 'node:os';
import type { NodeAddress } from '../ports.ts';
import type { Task } from '../task/task.ts';

const GIB = 1_073_741_824;

/** `node:os` of one node: an identical machine everywhere, except for the node's own name and address. */
export function createOs(task: Task, self: NodeAddress): Record<string, unknown> {
  const cpu = { model: 'simulated', speed: 2_000, times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 } };
  const face = (address: string, netmask: string, cidr: string, internal: boolean) => ({
    address,
    netmask,
    family: 'IPv4',
    mac: internal
      ? '00:00:00:00:00:00'
      : `02:00:00:00:00:${(task.ports.node + 1).toString(16).padStart(2, '0')}`,
    internal,
    cidr,
  });
  return {
    ...realOs,
    EOL: '\n',
    devNull: '/dev/null',
    arch: () => 'x64',
    machine: () => 'x86_64',
    platform: () => 'linux',
    type: () => 'Linux',
    release: () => '6.1.0',
    version: () => '#1 SMP',
    endianness: () => 'LE',
    hostname: () => self.name,
    homedir: () => '/home/node',
    tmpdir: () => '/tmp',
    userInfo: () => ({ uid: 1_000, gid: 1_000, username: 'node', homedir: '/home/node', shell: '/bin/sh' }),
    uptime: () => task.monotonicUs() / 1_000_000,
    loadavg: () => [0, 0, 0],
    totalmem: () => 4 * GIB,
    freemem: () => 2 * GIB,
    availableParallelism: () => 1,
    cpus: () => [structuredClone(cpu)],
    getPriority: () => 0,
    setPriority: () => undefined,
    networkInterfaces: () => ({
      lo: [face('127.0.0.1', '255.0.0.0', '127.0.0.1/8', true)],
      eth0: [face(self.address, '255.255.255.0', `${self.address}/24`, false)],
    }),
  };
}
