import type { Finding, Note, WitnessStep } from "../core/finding.ts";
import type { Span } from "../core/span.ts";

/** A finding with its paths as they are on this machine. */
export function shownFinding(finding: Finding, prefix: string): Finding {
  const span = (at: Span): Span => ({ ...at, file: prefix + at.file });
  const note = (one: Note): Note => (one.span ? { ...one, span: span(one.span) } : one);
  const step = (one: WitnessStep): WitnessStep =>
    one.file === undefined ? one : { ...one, file: prefix + one.file };
  const { witness, origin } = finding;
  return {
    ...finding,
    span: span(finding.span),
    notes: finding.notes.map(note),
    ...(origin ? { origin: span(origin) } : {}),
    ...(witness
      ? {
          witness: {
            replay: witness.replay,
            steps: witness.steps.map(step),
            timeline: {
              ...witness.timeline,
              moments: witness.timeline.moments.map((moment) => ({
                ...moment,
                places: moment.places.map((place) => ({ ...place, file: prefix + place.file })),
              })),
            },
          },
        }
      : {}),
  };
}
