import type { JSX } from "preact";
import type { PatchPart, Story } from "../model.ts";

/** The patch, and the interleaving that it takes away. */
export function PatchView(props: { patch: PatchPart; story: Story | undefined }): JSX.Element {
  const { title, proof, tone, because, diff } = props.patch;
  return (
    <section aria-labelledby="patch">
      <h2 id="patch">The patch</h2>
      <p>
        <span class={`word ${tone}`}>{proof}</span> {title}
      </p>
      {because.length > 0 && (
        <ul class="lines">
          {because.map((reason, i) => (
            <li key={i}>{reason}</li>
          ))}
        </ul>
      )}
      <div class="beside">
        <pre class="code diff" tabIndex={0} role="region" aria-label="The diff">
          {diff.map(({ sign, text }, i) => (
            <span key={i} class={DIFF_CLASSES[sign]}>
              {sign === "@" ? text : sign + text}
              {"\n"}
            </span>
          ))}
        </pre>
        {props.story && props.story.rows.length > 0 && <Removed story={props.story} tone={tone} />}
      </div>
    </section>
  );
}

const DIFF_CLASSES: Readonly<Record<PatchPart["diff"][number]["sign"], string>> = {
  "+": "put",
  "-": "taken",
  "@": "place",
  " ": "",
};

function Removed({ story, tone }: { readonly story: Story; readonly tone: PatchPart["tone"] }): JSX.Element {
  return (
    <div class="removed">
      <h3>{tone === "good" ? "What cannot happen any more" : "What it is about"}</h3>
      <ol>
        {story.rows.map(({ n, lane, text, effect, fatal }) => (
          <li key={n} class={fatal ? "fatal" : ""}>
            <b>{story.lanes[lane]?.name}</b> <code>{text}</code>
            {effect !== "" && <span class="effect"> {effect}</span>}
          </li>
        ))}
      </ol>
    </div>
  );
}
