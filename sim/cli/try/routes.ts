import { BadInput } from '../../input/bad-input.ts';

/** Request template, instantiated per key. */
export interface Route {
  readonly kind: 'read' | 'write';
  readonly method: string;
  /** Contains `{key}`, and optionally `{value}`. */
  readonly path: string;
}

const METHODS = ['GET', 'PUT', 'POST', 'PATCH'] as const;

/** Parses the routes of `--http`; adds a GET when only writes are given. @throws BadInput */
export function routesOf(given: readonly string[]): readonly Route[] {
  const routes = given.map(routeOf);
  const [first] = routes;
  if (first === undefined || routes.some(({ kind }) => kind === 'read')) return routes;
  const path = first.path.replace(/[?&\w=-]*\{value\}.*$/, '').replace(/\/$/, '');
  return [...routes, { kind: 'read', method: 'GET', path }];
}

function routeOf(given: string): Route {
  const [method = '', path = '', ...rest] = given.trim().split(/\s+/);
  const wrong = (why: string): BadInput => new BadInput(`--http "${given}": ${why}, such as "PUT /kv/{key}"`);
  if (rest.length > 0 || !path.startsWith('/')) throw wrong('it must be a method and a path');
  if (!METHODS.some((known) => known === method))
    throw wrong(`the method must be one of ${METHODS.join(', ')}`);
  if (!path.includes('{key}')) throw wrong('the path must have {key} in it');
  return { kind: method === 'GET' ? 'read' : 'write', method, path };
}
