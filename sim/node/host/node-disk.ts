import { dirname } from 'node:path';
import { Disk } from '../disk/disk.ts';
import type { Ordering } from '../disk/journal.ts';
import { packageOf } from '../load/package-json.ts';
import type { ProgramPorts } from '../ports.ts';
import type { Program } from './program.ts';

/** The directory with the program's files, by default its package: it shows through on the node's disk. */
export const codeRoot = ({ root, entry }: Program): string =>
  root ?? (entry === undefined ? '/home/node' : (packageOf(entry)?.directory ?? dirname(entry)));

function mountCode(disk: Disk, program: Program): void {
  if (program.root !== undefined || program.entry !== undefined) disk.mount(codeRoot(program));
  for (const directory of program.mounts ?? []) disk.mount(directory);
}

/** A disk used by several machines, like network storage: it keeps power when they lose theirs. */
export interface SharedDisk {
  disk: Disk | undefined;
}

/** Opens the disk of a node, which others may share. */
export function openDisk(
  program: Program,
  ports: ProgramPorts,
  ordering: Ordering,
  shared: SharedDisk | undefined,
): Disk {
  if (shared?.disk === undefined) {
    const made = createDisk(program, ports, ordering);
    if (shared !== undefined) shared.disk = made;
    return made;
  }
  mountCode(shared.disk, program);
  shared.disk.install(program.cwd ?? codeRoot(program));
  return shared.disk;
}

/** The node's disk before its first start: a few directories, the program's own files, and the configured ones. */
function createDisk(program: Program, ports: ProgramPorts, ordering: Ordering): Disk {
  const disk = new Disk(ordering, ports);
  for (const path of ['/tmp', '/home/node', '/var/lib', '/usr/local/bin', '/etc']) disk.install(path);
  disk.installDevice('/dev/null');
  disk.install('/usr/local/bin/node', '#!node\n');
  disk.install('/etc/hostname', `${ports.addresses[ports.node]?.name ?? 'node'}\n`);
  mountCode(disk, program);
  disk.install(program.cwd ?? codeRoot(program));
  for (const [path, content] of Object.entries(program.files ?? {})) disk.install(path, content);
  return disk;
}
