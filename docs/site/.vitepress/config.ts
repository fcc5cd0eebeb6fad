import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitepress';
import groups from '../pages.json' with { type: 'json' };

const DOCS = path.resolve(import.meta.dirname, '../..');

/** The pages lie above the folder that has the packages, so they would not find Vue. */
const packagesOfTheSite = {
  name: 'packages-of-the-site',
  enforce: 'pre',
  resolveId(source, _importer, { ssr }) {
    if (source !== 'vue' && source !== 'vue/server-renderer') return undefined;
    return ssr
      ? { id: source, external: true }
      : this.resolve(source, import.meta.filename, { skipSelf: true });
  },
} satisfies Plugin;

/** Pages that nobody has put into a group yet: they are to be found all the same. */
const listed = new Set(groups.flatMap(({ items }) => items.map(({ link }) => link)));
const others = readdirSync(DOCS)
  .filter((file) => file.endsWith('.md') && file !== 'index.md')
  .map((file) => `/${file.slice(0, -'.md'.length)}`)
  .filter((link) => !listed.has(link));

/** The pages are the plain files of docs/: whoever reads them in the repository reads the same. */
export default defineConfig({
  title: 'Wavetank',
  description: 'Deterministic simulation testing for distributed systems: one seed makes the whole storm.',
  srcDir: '..',
  srcExclude: ['site/**', 'reference/**', 'tutorial/**'],
  outDir: '../site/dist',
  cleanUrls: true,
  lastUpdated: false,
  // Links into the code are for readers of the repository; all others must lead somewhere, or the build fails.
  ignoreDeadLinks: [/^(\.\/)?\.\.\//],
  vite: { plugins: [packagesOfTheSite] },
  themeConfig: {
    search: { provider: 'local' },
    nav: [
      { text: 'Start', link: '/start' },
      { text: 'Guides', link: '/tutorial' },
      { text: 'Reference', link: '/commands' },
    ],
    sidebar: [
      ...groups,
      ...(others.length === 0
        ? []
        : [{ text: 'More', items: others.map((link) => ({ text: link.slice(1), link })) }]),
    ],
    outline: { level: [2, 3] },
  },
});
