import { udpBinding } from '../dgram/udp.ts';
import type { Disk } from '../disk/disk.ts';
import { caresBinding } from '../dns/cares.ts';
import { exception, fsBinding } from '../fs/binding.ts';
import { directoryBinding, performer } from '../fs/directory.ts';
import { FileSystem } from '../fs/file-system.ts';
import { fsEventBinding } from '../fs/watch.ts';
import { parserBinding } from '../http/parser-binding.ts';
import { PipePaths, pipeBinding } from '../net/pipe.ts';
import type { NetStack } from '../net/stack.ts';
import { streamBinding } from '../net/stream-binding.ts';
import type { Turn } from '../net/stream-handle.ts';
import { tcpBinding } from '../net/tcp.ts';
import type { Task } from '../task/task.ts';
import { zlibBinding } from '../zlib/zlib-binding.ts';
import type { Bindings } from './incarnation.ts';

/** Parts that the system calls of one incarnation use. */
export interface SystemParts {
  readonly task: Task;
  readonly network: NetStack;
  readonly disk: Disk;
  readonly turn: Turn;
  readonly cwd: () => string;
}

/** Simulated system calls of one incarnation, by the names that Node's library uses. */
export function systemCalls({ task, network, disk, turn, cwd }: SystemParts): Bindings {
  const stream = streamBinding();
  const streams = { task, turn, state: stream.state };
  const fs = new FileSystem({ task, disk, port: task.ports.disk, cwd });
  task.remains.push(() => fs.descriptors.closeAll());
  const perform = performer(task, fs, (error, path) => exception(error, 'opendir', path));
  return new Map([
    ['stream_wrap', stream.exports],
    ['tcp_wrap', tcpBinding(streams, network)],
    ['pipe_wrap', pipeBinding(streams, network, new PipePaths())],
    ['udp_wrap', udpBinding(task, turn, network)],
    ['cares_wrap', caresBinding(task)],
    ['http_parser', parserBinding(task)],
    ['zlib', zlibBinding(task)],
    ['fs', fsBinding(task, fs)],
    ['fs_dir', directoryBinding(task, fs, perform)],
    ['fs_event_wrap', fsEventBinding(task, fs)],
  ]);
}
