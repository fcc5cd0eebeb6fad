/** uPlot formats numbers in the browser's locale at load time, and fails to load on an invalid one (`en-US@posix`). */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}

export {};
