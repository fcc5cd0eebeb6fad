import realHooks from 'node:async_hooks';
import type { Exports } from '../library/source.ts';
import { running } from './current.ts';
import type { Task } from './task.ts';

/** Ids that mean no resource, and the main script. */
const LAST_FIXED_ID = 1;

/**
 * `node:async_hooks` of one incarnation. Contexts are the real ones. Ids count what this thread has ever done, so a program gets
 * its own: from two on, in the order in which it meets them. Hooks see this program only, and are not told when garbage is
 * collected.
 */
export function asyncHooksModule(task: Task): Exports {
  const ids = new Map<number, number>();
  const own = (id: number): number => {
    if (id <= LAST_FIXED_ID) return id;
    const known = ids.get(id) ?? ids.size + LAST_FIXED_ID + 1;
    ids.set(id, known);
    return known;
  };

  class AsyncResource extends realHooks.AsyncResource {
    override asyncId(): number {
      return own(super.asyncId());
    }

    override triggerAsyncId(): number {
      return own(super.triggerAsyncId());
    }
  }

  const createHook = (callbacks: realHooks.HookCallbacks): realHooks.AsyncHook => {
    realHooks.createHook(callbacks); // refuses wrong arguments
    const seen = (action: (id: number) => void) => (id: number) => {
      if (running()?.task === task) task.guard(() => action.call(callbacks, own(id)));
    };
    const { init, before, after, promiseResolve } = callbacks;
    const wrapped: realHooks.HookCallbacks = {
      ...(init && {
        init: (id, type, trigger, resource) => {
          if (running()?.task !== task) return;
          task.guard(() => init.call(callbacks, own(id), type, own(trigger), resource));
        },
      }),
      ...(before && { before: seen(before) }),
      ...(after && { after: seen(after) }),
      ...(promiseResolve && { promiseResolve: seen(promiseResolve) }),
    };
    const hook = realHooks.createHook(wrapped);
    task.remains.push(() => hook.disable());
    return hook;
  };

  return {
    ...realHooks,
    AsyncResource,
    createHook,
    executionAsyncId: () => own(realHooks.executionAsyncId()),
    triggerAsyncId: () => own(realHooks.triggerAsyncId()),
  };
}
