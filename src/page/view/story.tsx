import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { SourceText, Story } from "../model.ts";
import { PrintedView } from "./log.tsx";
import { SourceView } from "./source.tsx";
import { StateView } from "./state.tsx";
import { TimelineView } from "./timeline.tsx";

interface Props {
  readonly story: Story;
  readonly id: number;
  readonly sources: readonly SourceText[];
  readonly isShown: boolean;
}

/** An interleaving step by step, with the source and the state beside it. It begins at its end: what goes wrong there. */
export function StoryView({ story, id, sources, isShown }: Props): JSX.Element {
  const { rule, message, place, notes, rows, predicted, replay } = story;
  const [at, go] = useState(Math.max(0, rows.length - 1));
  useStepKeys(isShown, rows.length, go);
  const row = rows[at];
  return (
    <>
      <h3>
        <span class="word bad">{rule}</span> {message}
      </h3>
      <p class="where">
        <code>
          {place.file}:{place.line}
        </code>{" "}
        in <code>{story.function}()</code>
      </p>
      {notes.length > 0 && (
        <ul class="lines">
          {notes.map((note, i) => (
            <li key={i}>{note}</li>
          ))}
        </ul>
      )}
      {row && <Controls at={at} count={rows.length} go={go} />}
      <p class="unseen" role="status">
        {row && `Step ${row.n} of ${rows.length}, ${story.lanes[row.lane]?.name}: ${row.text}. ${row.effect}`}
      </p>
      <div class="beside">
        {row && <TimelineView story={story} at={at} go={go} />}
        <div class="side">
          {row && <StateView story={story} row={row} />}
          {/* on paper and without a script one listing of the source is enough */}
          {(isShown || id === 0) && <SourceView story={story} row={row} sources={sources} />}
        </div>
      </div>
      <PrintedView predicted={predicted} />
      {replay !== "" && (
        <p class="replay">
          Run it again: <code>{replay}</code>
        </p>
      )}
    </>
  );
}

function Controls(props: { at: number; count: number; go: (to: number) => void }): JSX.Element {
  const { at, count, go } = props;
  const last = count - 1;
  const button = (label: string, sign: string, to: number): JSX.Element => (
    <button type="button" aria-label={label} disabled={to === at} onClick={() => go(to)}>
      {sign}
    </button>
  );
  return (
    <div class="controls" role="group" aria-label="Steps">
      {button("First step", "⇤", 0)}
      {button("Step back", "←", Math.max(0, at - 1))}
      <span class="count">
        step {at + 1} of {count}
      </span>
      {button("Step forward", "→", Math.min(last, at + 1))}
      {button("Last step", "⇥", last)}
      <span class="hint">
        keys: <kbd>←</kbd> <kbd>→</kbd> <kbd>Home</kbd> <kbd>End</kbd>
      </span>
    </div>
  );
}

/** Where arrow keys move the cursor, or choose. */
function isWriting(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches("textarea, input, select");
}

/** Arrow keys step through the interleaving that is shown, wherever the focus is but in the tabs, or where something is written. */
function useStepKeys(isShown: boolean, count: number, go: (to: (at: number) => number) => void): void {
  useEffect(() => {
    if (!isShown || count === 0) return undefined;
    const step = (event: KeyboardEvent): void => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || isWriting(event.target)) return;
      const moves: Record<string, (at: number) => number> = {
        ArrowRight: (at) => Math.min(count - 1, at + 1),
        ArrowLeft: (at) => Math.max(0, at - 1),
        Home: () => 0,
        End: () => count - 1,
      };
      const move = moves[event.key];
      if (!move) return;
      event.preventDefault();
      go(move);
    };
    document.addEventListener("keydown", step);
    return () => document.removeEventListener("keydown", step);
  }, [isShown, count]);
}
