declare const brand: unique symbol;

/** A primitive that the compiler keeps apart from others of the same representation. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };

/** Address of a process: replicas are 0 .. replicas-1, clients follow. */
export type ProcessId = Brand<number, 'ProcessId'>;

/** The one place where a plain integer becomes an address. */
export const processId = (index: number): ProcessId => index as ProcessId;
