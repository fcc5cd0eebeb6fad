import { real } from '../real-process.ts';
import type { Task } from '../task/task.ts';

const MIB = 1_048_576;

/** The parts of `process` that describe the machine: identical everywhere, or in virtual time. */
export function fixedFigures(task: Task): Record<string, unknown> {
  const hrtime = (before?: [number, number]): [number, number] => {
    const us = task.monotonicUs();
    const seconds = Math.floor(us / 1_000_000);
    const nanoseconds = (us % 1_000_000) * 1_000;
    if (before === undefined) return [seconds, nanoseconds];
    const borrow = nanoseconds < before[1] ? 1 : 0;
    return [seconds - before[0] - borrow, nanoseconds - before[1] + borrow * 1_000_000_000];
  };
  const memory = {
    rss: 64 * MIB,
    heapTotal: 24 * MIB,
    heapUsed: 16 * MIB,
    external: 2 * MIB,
    arrayBuffers: MIB,
  };
  return {
    version: real.version,
    versions: real.versions,
    release: real.release,
    config: real.config,
    features: real.features,
    arch: 'x64',
    platform: 'linux',
    execPath: '/usr/local/bin/node',
    debugPort: 9229,
    noDeprecation: true,
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(task.monotonicUs()) * 1_000n }),
    uptime: () => task.uptimeUs() / 1_000_000,
    memoryUsage: Object.assign(() => ({ ...memory }), { rss: () => memory.rss }),
    constrainedMemory: () => 0,
    availableMemory: () => 2_048 * MIB,
    cpuUsage: (before?: NodeJS.CpuUsage) => ({
      ...real.cpuUsage(before), // throws unless given an earlier value
      user: task.uptimeUs() - (before?.user ?? 0),
      system: -(before?.system ?? 0),
    }),
    resourceUsage: () => ({
      userCPUTime: task.uptimeUs(),
      systemCPUTime: 0,
      maxRSS: 65_536,
      fsRead: 0,
      fsWrite: 0,
    }),
    umask: () => 0o022,
    getuid: () => 1_000,
    geteuid: () => 1_000,
    getgid: () => 1_000,
    getegid: () => 1_000,
    getgroups: () => [1_000],
    getActiveResourcesInfo: () => [],
    allowedNodeEnvironmentFlags: new Set<string>(),
    setSourceMapsEnabled: () => undefined,
    report: {},
  };
}
