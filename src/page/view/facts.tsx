import type { JSX } from "preact";

/** Short facts in one line. */
export function Facts({ facts }: { readonly facts: readonly string[] }): JSX.Element | null {
  if (facts.length === 0) return null;
  return (
    <ul class="facts">
      {facts.map((fact, i) => (
        <li key={i}>{fact}</li>
      ))}
    </ul>
  );
}
