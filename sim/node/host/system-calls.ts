import { caresBinding } from '../dns/cares.ts';
import { parserBinding } from '../http/parser-binding.ts';
import { PipePaths, pipeBinding } from '../net/pipe.ts';
import type { NetStack } from '../net/stack.ts';
import { streamBinding } from '../net/stream-binding.ts';
import type { Turn } from '../net/stream-handle.ts';
import { tcpBinding } from '../net/tcp.ts';
import type { Task } from '../task/task.ts';
import type { Bindings } from './incarnation.ts';

/** The simulated system calls of one incarnation, by the names under which Node's library asks for them. */
export function systemCalls(task: Task, network: NetStack, turn: Turn): Bindings {
  const stream = streamBinding();
  const parts = { task, turn, state: stream.state };
  return new Map([
    ['stream_wrap', stream.exports],
    ['tcp_wrap', tcpBinding(parts, network)],
    ['pipe_wrap', pipeBinding(parts, network, new PipePaths())],
    ['cares_wrap', caresBinding(task)],
    ['http_parser', parserBinding(task)],
  ]);
}
