import { useEffect, useState } from 'preact/hooks';

/** Route encoded in the URL, so that it can be shared. */
export type Route =
  | { readonly page: 'campaigns' }
  | { readonly page: 'campaign'; readonly id: string }
  | { readonly page: 'findings' }
  | { readonly page: 'finding'; readonly mark: string }
  | { readonly page: 'mutants' }
  | { readonly page: 'explorers' }
  | { readonly page: 'explorer'; readonly name: string; readonly path: string };

export function routeOf(hash: string): Route {
  const [page = '', name = '', more = ''] = hash.replace(/^#\/?/, '').split('/');
  switch (page) {
    case 'findings':
      return { page };
    case 'finding':
      return { page, mark: decoded(name) };
    case 'campaign':
      return { page, id: decoded(name) };
    case 'mutants':
    case 'explorers':
      return { page };
    case 'explorer':
      return { page, name: decoded(name), path: decoded(more) };
    default:
      return { page: 'campaigns' };
  }
}

export const linkTo = (page: Route['page'], ...names: readonly (string | undefined)[]): string =>
  ['#', page, ...names.flatMap((name) => (name === undefined ? [] : [encodeURIComponent(name)]))].join('/');

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name; // typed by hand
  }
}

export function useRoute(): Route {
  const [route, setRoute] = useState(() => routeOf(location.hash));
  useEffect(() => {
    const changed = (): void => setRoute(routeOf(location.hash));
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}
