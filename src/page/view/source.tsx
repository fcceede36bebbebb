import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import type { Row, SourceText, Story } from "../model.ts";
import { LANE_COLOURS } from "./timeline.tsx";

interface Props {
  readonly story: Story;
  readonly row: Row | undefined;
  readonly sources: readonly SourceText[];
}

/** The files that the story stands in, each line marked with the tasks that are there. */
export function SourceView({ story, row, sources }: Props): JSX.Element | null {
  const files = new Set([story.place, ...story.rows.flatMap(({ places }) => places)].map(({ file }) => file));
  const shown = sources.filter(({ file }) => files.has(file));
  if (shown.length === 0) return null;
  return (
    <div class="source">
      {shown.map((source) => (
        <SourceFile key={source.file} source={source} story={story} row={row} />
      ))}
    </div>
  );
}

function SourceFile(props: { source: SourceText; story: Story; row: Row | undefined }): JSX.Element {
  const { source, story, row } = props;
  const box = useRef<HTMLDivElement>(null);
  const acting = row ? row.places.find(({ lane }) => lane === row.lane) : story.place;
  const current = acting?.file === source.file ? acting.line : undefined;
  useEffect(() => {
    const line = box.current?.querySelector<HTMLElement>(`[data-line="${current}"]`);
    if (!box.current || !line) return;
    box.current.scrollTop = line.offsetTop - box.current.clientHeight / 2;
  }, [current]);
  return (
    <figure>
      <figcaption>{source.file}</figcaption>
      <div class="code" ref={box} tabIndex={0} role="region" aria-label={`Source of ${source.file}`}>
        {source.pieces.map(({ from, lines }) => (
          <ol key={from} start={from}>
            {lines.map((text, i) => (
              <SourceLine key={i} line={from + i} text={text} source={source} story={story} row={row} />
            ))}
          </ol>
        ))}
      </div>
    </figure>
  );
}

function SourceLine(props: {
  line: number;
  text: string;
  source: SourceText;
  story: Story;
  row: Row | undefined;
}): JSX.Element {
  const { line, text, source, story, row } = props;
  const here = (row?.places ?? []).filter((place) => place.file === source.file && place.line === line);
  const acts = here.find(({ lane }) => lane === row?.lane);
  const main = acts ?? here[0];
  // a finding without steps has its own line alone
  const isFinding = !row && story.place.file === source.file && story.place.line === line;
  const tone = isFinding ? " here fatal" : main ? ` here lane-${main.lane % LANE_COLOURS}` : "";
  return (
    <li class={`${acts ? "acts" : ""}${acts && row?.fatal ? " fatal" : ""}${tone}`.trim()} data-line={line}>
      <span class="number" aria-hidden="true">
        {line}
      </span>
      <code>{text === "" ? " " : text}</code>
      {here.map(({ lane }) => (
        <span key={lane} class={`tag lane-${lane % LANE_COLOURS}`}>
          {story.lanes[lane]?.name}
        </span>
      ))}
    </li>
  );
}
