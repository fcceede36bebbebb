/** A line on the terminal that says how far the run is; nothing when stderr is no terminal. */
export function progressLine(): { show: (text: string) => void; clear: () => void } {
  if (!process.stderr.isTTY) return { show: () => {}, clear: () => {} };
  let last = 0;
  return {
    show: (text) => {
      const now = performance.now();
      if (now - last < 100) return;
      last = now;
      process.stderr.write(`\r\x1b[K${text}`);
    },
    clear: () => {
      process.stderr.write("\r\x1b[K");
    },
  };
}
