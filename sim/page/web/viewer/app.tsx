import { useMemo } from 'preact/hooks';
import type { Binding } from '../../parts/shell/keys.ts';
import { Shell } from '../../parts/shell/shell.tsx';
import type { Settings } from '../data.ts';
import { Campaign } from './campaign.tsx';
import { Campaigns } from './campaigns.tsx';
import { ExplorerPage, Explorers } from './explorer.tsx';
import { FindingPage } from './finding.tsx';
import { Findings } from './findings.tsx';
import { Mutants } from './mutants.tsx';
import { linkTo, type Route, useRoute } from './route.ts';

/** All pages of the server. */
export function App({ data: { readOnly } }: { readonly data: Settings }) {
  const route = useRoute();
  const bindings = useMemo(keys, []);
  return (
    <Shell
      bindings={bindings}
      header={
        <nav aria-label="pages">
          <strong>wavetank</strong>
          {PAGES.map(({ page, key, of }) => (
            <a
              key={page}
              href={linkTo(page)}
              title={key}
              {...(of.includes(route.page) ? { 'aria-current': 'page' } : {})}
            >
              {page}
            </a>
          ))}
          {readOnly && <span class="faint">read-only</span>}
        </nav>
      }
      main={
        <section id="page" tabIndex={-1}>
          <Page route={route} readOnly={readOnly} />
        </section>
      }
    />
  );
}

const PAGES: readonly {
  readonly page: Route['page'];
  readonly key: string;
  readonly of: readonly Route['page'][];
}[] = [
  { page: 'campaigns', key: '1', of: ['campaigns', 'campaign'] },
  { page: 'findings', key: '2', of: ['findings', 'finding'] },
  { page: 'mutants', key: '3', of: ['mutants'] },
  { page: 'explorers', key: '4', of: ['explorers', 'explorer'] },
];

function Page({ route, readOnly }: { readonly route: Route; readonly readOnly: boolean }) {
  switch (route.page) {
    case 'campaigns':
      return <Campaigns />;
    case 'campaign':
      return <Campaign id={route.id} />;
    case 'findings':
      return <Findings />;
    case 'finding':
      return <FindingPage mark={route.mark} readOnly={readOnly} />;
    case 'mutants':
      return <Mutants />;
    case 'explorers':
      return <Explorers />;
    case 'explorer':
      return <ExplorerPage key={route.name} name={route.name} path={route.path} />;
  }
}

const keys = (): readonly Binding[] => [
  ...PAGES.map(({ page, key }) => ({
    keys: [key],
    does: `goes to ${page}`,
    run: () => {
      location.hash = linkTo(page);
    },
  })),
  { keys: ['j', 'ArrowDown'], does: 'goes to the next item', run: () => move(1) },
  { keys: ['k', 'ArrowUp'], does: 'goes to the item before', run: () => move(-1) },
  { keys: ['Backspace', 'u'], does: 'goes back', run: () => history.back() },
];

function move(by: 1 | -1): void {
  const items = [...document.querySelectorAll<HTMLElement>('#page .item')];
  const at = items.indexOf(document.activeElement as HTMLElement); // -1 when not among them
  const next = at < 0 ? (by > 0 ? 0 : items.length - 1) : at + by;
  items[next]?.focus();
}
