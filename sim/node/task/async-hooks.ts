import realHooks from 'node:async_hooks';
import type { Exports } from '../library/source.ts';
import { running } from './current.ts';
import type { Task, Within } from './task.ts';

/** Ids that mean no resource, and the main script. */
const LAST_FIXED_ID = 1;

type Callback = (this: unknown, ...values: unknown[]) => unknown;

/** The current async context. As `AsyncLocalStorage.snapshot` takes it, without the properties that this defines on each function. */
export function currentContext(): Within {
  const place = new realHooks.AsyncResource('bound-anonymous-fn');
  return (action) => place.runInAsyncScope(action);
}

/** Makes a callback run in the current async context, as `AsyncResource.bind` does. */
export function inCurrentContext(callback: Callback, type: string): Callback {
  const place = new realHooks.AsyncResource(type);
  return function (this: unknown, ...values) {
    return place.runInAsyncScope(callback, this, ...values);
  };
}

/**
 * `node:async_hooks` of one incarnation. Contexts are the real ones. Ids count what this thread has ever done, so a program gets
 * its own: from two on, in the order in which it meets them. Hooks see this program only, and are not told when garbage is
 * collected.
 *
 * Many packages take `AsyncResource` from it and no more. `used` is called once the program touches anything else, without which
 * nobody can tell in which context a callback runs.
 */
export function asyncHooksModule(task: Task, used: () => void): Exports {
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

  const { AsyncResource: _, ...others } = realHooks;
  return tellingFirstUse({ AsyncResource }, used, {
    ...others,
    createHook,
    executionAsyncId: () => own(realHooks.executionAsyncId()),
    triggerAsyncId: () => own(realHooks.triggerAsyncId()),
  });
}

/** Both objects in one; `used` is called when a property of the second one is first read or set. */
function tellingFirstUse(free: Exports, used: () => void, telling: Exports): Exports {
  const made: Exports = { ...free };
  const reveal = (): void => {
    used();
    Object.defineProperties(made, Object.getOwnPropertyDescriptors(telling));
  };
  for (const key of Object.keys(telling))
    Object.defineProperty(made, key, {
      configurable: true,
      enumerable: true,
      get: () => {
        reveal();
        return made[key];
      },
      set: (value: unknown) => {
        reveal();
        made[key] = value;
      },
    });
  return made;
}
