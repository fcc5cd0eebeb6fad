import { useEffect, useState } from 'preact/hooks';

/** Route encoded in the URL, so that it can be shared. */
export type Route =
  | { readonly page: 'campaigns' }
  | { readonly page: 'campaign'; readonly id: string }
  | { readonly page: 'findings' }
  | { readonly page: 'finding'; readonly mark: string }
  | { readonly page: 'mutants' };

export function routeOf(hash: string): Route {
  const [page = '', name = ''] = hash.replace(/^#\/?/, '').split('/');
  switch (page) {
    case 'findings':
      return { page };
    case 'finding':
      return { page, mark: decoded(name) };
    case 'campaign':
      return { page, id: decoded(name) };
    case 'mutants':
      return { page };
    default:
      return { page: 'campaigns' };
  }
}

export const linkTo = (page: Route['page'], name?: string): string =>
  name === undefined ? `#/${page}` : `#/${page}/${encodeURIComponent(name)}`;

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
