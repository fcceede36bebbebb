/** Signals as kill(1) names them (asm-generic/signal.h). */
const NAMES: Record<number, string> = {
  1: "HUP",
  2: "INT",
  3: "QUIT",
  6: "ABRT",
  9: "KILL",
  10: "USR1",
  12: "USR2",
  13: "PIPE",
  14: "ALRM",
  15: "TERM",
  17: "CHLD",
  18: "CONT",
  19: "STOP",
};

export function signalName(number: number): string {
  return NAMES[number] ?? String(number);
}

/** The number of a signal by its name without SIG. */
export function signalNumber(name: string): number | undefined {
  const found = Object.entries(NAMES).find(([, known]) => known === name);
  return found && Number(found[0]);
}
