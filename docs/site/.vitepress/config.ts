import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitepress';
import groups from '../pages.json' with { type: 'json' };

const DOCS = path.resolve(import.meta.dirname, '../..');

/** The pages are outside the folder that has node_modules, so they would not resolve Vue. */
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

/** Links in a group; pages missing here are listed as well, so that they can be found. */
const listed = new Set(groups.flatMap(({ items }) => items.map(({ link }) => link)));
const others = readdirSync(DOCS)
  .filter((file) => file.endsWith('.md') && file !== 'index.md')
  .map((file) => `/${file.slice(0, -'.md'.length)}`)
  .filter((link) => !listed.has(link));

/** The site renders the plain files of docs/, so it reads the same as the repository. */
export default defineConfig({
  title: 'Wavetank',
  description: 'Deterministic simulation testing for distributed systems: one seed makes the whole storm.',
  srcDir: '..',
  srcExclude: ['site/**', 'reference/**', 'tutorial/**'],
  outDir: '../site/dist',
  cleanUrls: true,
  lastUpdated: false,
  // Links into the code only work in the repository; any other dead link fails the build.
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
