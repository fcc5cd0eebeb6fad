import type { Exports } from '../library/source.ts';
import { constructorOf } from '../net/handle.ts';
import type { Task } from '../task/task.ts';
import { nativeBinding, type ParserOwner, SimulatedParser } from './simulated-parser.ts';

/**
 * `internalBinding('http_parser')` of one incarnation: the real parser, and which connections of a server wait for headers or for a
 * whole request.
 */
export function parserBinding(task: Task): Exports {
  const parsers = new Set<SimulatedParser>();
  const owner: ParserOwner = { task, parsers };

  class ConnectionsList {
    readonly members = new Set<SimulatedParser>();

    all(): SimulatedParser[] {
      return [...this.members];
    }

    idle(): SimulatedParser[] {
      return this.all().filter((parser) => parser.startedUs === 0);
    }

    active(): SimulatedParser[] {
      return this.all().filter((parser) => parser.startedUs !== 0);
    }

    /** Connections whose request exceeds one of two limits in milliseconds (0 for none). */
    expired(headersMs: number, requestMs: number): SimulatedParser[] {
      const nowUs = task.turnUs();
      return this.all().filter((parser) => {
        if (parser.startedUs === 0) return false;
        const tookUs = nowUs - parser.startedUs;
        const late =
          (headersMs > 0 && !parser.hasHeaders && tookUs > headersMs * 1_000) ||
          (requestMs > 0 && tookUs > requestMs * 1_000);
        if (late) this.members.delete(parser);
        return late;
      });
    }
  }

  // The machine holds native parsers until they are closed; those of a dead program must be released.
  task.remains.push(() => {
    for (const parser of [...parsers]) parser.close();
  });
  const { methods, allMethods = methods } = nativeBinding;
  return {
    HTTPParser: constructorOf(SimulatedParser, () => new SimulatedParser(owner)),
    ConnectionsList,
    methods,
    allMethods,
  };
}
