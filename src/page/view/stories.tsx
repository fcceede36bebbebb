import type { JSX } from "preact";
import { useRef, useState } from "preact/hooks";
import type { PageModel, Story } from "../model.ts";
import { StoryView } from "./story.tsx";

function titleOf([first, second]: readonly Story[]): string {
  if (second) return "The interleavings";
  return first?.rows.length === 0 ? "The finding" : "The interleaving";
}

/** One tab an interleaving; without a script, and on paper, all stand below one another. */
export function Stories({ model }: { readonly model: PageModel }): JSX.Element | null {
  const { stories, sources, more } = model;
  const [shown, show] = useState(0);
  const tabs = useRef<(HTMLButtonElement | null)[]>([]);
  if (stories.length === 0) return null;
  const turn = (event: KeyboardEvent): void => {
    const to = { ArrowRight: shown + 1, ArrowLeft: shown - 1, Home: 0, End: stories.length - 1 }[event.key];
    if (to === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    event.stopPropagation();
    const next = (to + stories.length) % stories.length;
    show(next);
    tabs.current[next]?.focus();
  };
  return (
    <section aria-labelledby="stories" class="stories">
      <h2 id="stories">{titleOf(stories)}</h2>
      {stories.length > 1 && (
        <div role="tablist" aria-labelledby="stories" onKeyDown={turn}>
          {stories.map(({ rule, rows, place }, i) => (
            <button
              key={i}
              type="button"
              role="tab"
              id={`tab-${i}`}
              ref={(tab) => void (tabs.current[i] = tab)}
              aria-selected={i === shown}
              aria-controls={`story-${i}`}
              tabIndex={i === shown ? 0 : -1}
              onClick={() => show(i)}
            >
              {rule}
              <small>
                line {place.line}, {rows.length === 0 ? "no steps" : `${rows.length} steps`}
              </small>
            </button>
          ))}
        </div>
      )}
      {stories.map((story, i) => (
        <div
          key={i}
          id={`story-${i}`}
          class={i === shown ? "panel shown" : "panel"}
          {...(stories.length > 1 ? { role: "tabpanel", "aria-labelledby": `tab-${i}` } : {})}
        >
          <StoryView story={story} id={i} sources={sources} isShown={i === shown} />
        </div>
      ))}
      {more > 0 && <p>{more} more findings have no room here: unoops run prints them.</p>}
    </section>
  );
}
