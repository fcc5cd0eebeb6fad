/** uPlot asks for the numbers of the browser's language when it is loaded. Where that is no language (`en-US@posix`), it would not load. */
try {
  new Intl.NumberFormat(navigator.language);
} catch {
  Object.defineProperty(navigator, 'language', { value: 'en-US', configurable: true });
}

export {};
