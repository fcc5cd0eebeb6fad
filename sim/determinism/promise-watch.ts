import { promiseHooks } from 'node:v8';
import { placeIn } from '../../src/process/place.ts';

/** Where a promise was made while somebody's handler ran. */
export interface MadePromise {
  readonly place: string | null;
}

/** Sees promises that are made, by whatever means, while `watched` says so. Only the first one counts. */
export class PromiseWatch {
  private made: { readonly promise: Promise<unknown>; readonly stack: string } | undefined;

  /** Runs `body`; hooks cost nothing once it has ended. */
  during<T>(body: () => T, watched: () => boolean): T {
    const stop: unknown = promiseHooks.onInit((promise) => {
      if (this.made === undefined && watched())
        this.made = { promise, stack: new Error('a promise').stack ?? '' };
    });
    try {
      return body();
    } finally {
      if (typeof stop === 'function') stop();
      this.made?.promise.catch(() => {}); // what it fails with later says nothing more
    }
  }

  get first(): MadePromise | undefined {
    return this.made === undefined ? undefined : { place: placeIn(this.made.stack) };
  }
}
