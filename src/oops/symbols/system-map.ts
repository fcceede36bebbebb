const ROW = /^([0-9a-f]{8,16}) [tTwW] (\S+)$/;

/** Reads `System.map` or `/proc/kallsyms`: where each function of the kernel begins. */
export function readSystemMap(text: string): Map<string, bigint> {
  const functions = new Map<string, bigint>();
  for (const line of text.split("\n")) {
    const match = ROW.exec(line);
    if (match?.[1] && match[2] && !functions.has(match[2])) functions.set(match[2], BigInt(`0x${match[1]}`));
  }
  return functions;
}
