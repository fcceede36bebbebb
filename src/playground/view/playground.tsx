import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { DEFAULT_KERNEL, isKernelVersion, KERNEL_VERSIONS } from "../../core/kernel-version.ts";
import { UserError } from "../../core/user-error.ts";
import { Outcome, Parts } from "../../page/view/page.tsx";
import type { Example } from "../examples.ts";
import type { Input, PlaygroundJob, Refusal, PlaygroundResult } from "../job.ts";
import { Labour } from "../labour.ts";
import { MOST_MEMORY, PATIENCE } from "../limits.ts";
import { fromFragment, toFragment } from "../link.ts";
import { Editor } from "./editor.tsx";
import { Refused } from "./refused.tsx";
import { Taken } from "./taken.tsx";

/** What is below the input: nothing yet, what came of a job, or why nothing did. */
type Outcomes =
  | { readonly is: "nothing" }
  | { readonly is: "result"; readonly result: PlaygroundResult; readonly number: number }
  | { readonly is: "refusal"; readonly refusal: Refusal };

const labour = new Labour();

/** The whole page. */
export function Playground({ examples }: { readonly examples: readonly Example[] }): JSX.Element {
  const [input, setInput] = useState<Input>(() => beginning(examples[0]));
  const [job, setJob] = useState<PlaygroundJob["kind"] | undefined>(undefined);
  const [said, say] = useState("");
  const [outcome, setOutcome] = useState<Outcomes>({ is: "nothing" });
  const below = useRef<HTMLDivElement>(null);
  const change = (part: Partial<Input>): void => setInput((before) => ({ ...before, ...part }));
  useLink(setInput, say);
  useEffect(() => {
    if (outcome.is !== "nothing") below.current?.focus();
  }, [outcome]);

  const begin = (kind: PlaygroundJob["kind"]): void => {
    setJob(kind);
    say("beginning");
    labour.begin(
      { ...input, kind },
      {
        says: say,
        done: (result) => {
          setOutcome(({ ...before }) => ({
            is: "result",
            result,
            number: before.is === "result" ? before.number + 1 : 0,
          }));
          end(`Done: ${result.page.badge.word}`);
        },
        refused: (refusal) => {
          setOutcome({ is: "refusal", refusal });
          end(refusal.message);
        },
      },
    );
  };
  const end = (text: string): void => {
    setJob(undefined);
    say(text);
  };
  const stop = (): void => {
    labour.stop();
    end("Stopped.");
  };
  const has = { log: input.log.trim() !== "", source: input.source.trim() !== "" };
  const usual = has.log && has.source ? "solve" : has.log ? "explain" : "run";

  return (
    <>
      <header class="top">
        <h1>unoops playground</h1>
        <p class="lead">
          From a kernel-thread panic to a proven fix. All of it runs in this page: what you paste stays on
          your machine.
        </p>
      </header>
      <main>
        <section aria-label="Log and module" class="input">
          <div class="toolbar">
            <Examples examples={examples} take={setInput} />
            <button type="button" onClick={() => void shareLink(input, say)}>
              Link to this
            </button>
          </div>
          <div class="beside even">
            <Editor
              id="log"
              label="Kernel log"
              text={input.log}
              placeholder="Paste a panic, from dmesg or a console; in any form."
              change={(log) => change({ log })}
              go={() => begin(usual)}
            />
            <Editor
              id="source"
              label="Module"
              text={input.source}
              placeholder="The source of a module that starts kernel threads, one file."
              change={(source) => change({ source })}
              go={() => begin(usual)}
              isCode
            >
              <input
                aria-label="Name of the file"
                class="file"
                value={input.file}
                spellcheck={false}
                autocapitalize="off"
                onInput={({ currentTarget }) => change({ file: currentTarget.value })}
              />
            </Editor>
          </div>
          <Options input={input} change={change} />
          <div class="actions">
            {ACTIONS.map(({ kind, word, needs }) => (
              <button
                key={kind}
                type="button"
                class={kind === usual ? "usual" : ""}
                disabled={job !== undefined || needs.some((one) => !has[one])}
                onClick={() => begin(kind)}
              >
                {word}
              </button>
            ))}
            <button type="button" class="stop" disabled={job === undefined} onClick={stop}>
              Stop
            </button>
            {job !== undefined && <progress aria-label="At work" />}
            <p class="said" role="status">
              {said}
            </p>
          </div>
        </section>
        <div ref={below} tabIndex={-1} role="region" aria-label="Result" class="result">
          {outcome.is === "refusal" && (
            <Refused word="nothing was run" refusal={outcome.refusal} file={input.file} jump={goToLine} />
          )}
          {outcome.is === "result" && (
            <div key={outcome.number}>
              <div class="top">
                <Outcome model={outcome.result.page} title={<h2>{outcome.result.page.title}</h2>} />
                {outcome.result.patch && (
                  <Taken
                    patch={outcome.result.patch}
                    name={outcome.result.page.title}
                    take={(source) => change({ source })}
                  />
                )}
              </div>
              {outcome.result.part && (
                <Refused
                  word="only a part was run"
                  refusal={outcome.result.part}
                  file={input.file}
                  jump={goToLine}
                />
              )}
              <Parts model={outcome.result.page} />
              <p class="again">
                In a terminal: <code>{outcome.result.page.footer}</code>
              </p>
            </div>
          )}
        </div>
      </main>
      <footer>
        <p>
          The compiler, 23 MB, is fetched once, when a module is first compiled, and kept by the browser. A
          search may hold {MOST_MEMORY >> 20} MB of states. There are more ways on the command line: folders,
          kernel trees, real kernels.
        </p>
      </footer>
    </>
  );
}

const ACTIONS: readonly {
  kind: PlaygroundJob["kind"];
  word: string;
  needs: readonly ("log" | "source")[];
}[] = [
  { kind: "explain", word: "Explain the log", needs: ["log"] },
  { kind: "run", word: "Run the module", needs: ["source"] },
  { kind: "fix", word: "Fix the module", needs: ["source"] },
  { kind: "solve", word: "Solve both", needs: ["log", "source"] },
];

function beginning(example: Example | undefined): Input {
  const { log = "", source = "", file = "module.c" } = example ?? {};
  return { log, source, file, kernel: undefined, faults: false, seconds: PATIENCE[0]! };
}

function Examples(props: { examples: readonly Example[]; take: (input: Input) => void }): JSX.Element {
  const { examples, take } = props;
  return (
    <label>
      Example{" "}
      <select
        onChange={({ currentTarget }) => {
          const example = examples[Number(currentTarget.value)];
          if (example) take(beginning(example));
        }}
      >
        {examples.map(({ title, log }, i) => (
          <option key={i} value={i}>
            {log === "" ? title : `${title}, and its panic`}
          </option>
        ))}
      </select>
    </label>
  );
}

function Options(props: { input: Input; change: (part: Partial<Input>) => void }): JSX.Element {
  const { input, change } = props;
  return (
    <div class="toolbar">
      <label>
        Kernel{" "}
        <select
          value={input.kernel ?? ""}
          onChange={({ currentTarget: { value } }) =>
            change({ kernel: isKernelVersion(value) ? value : undefined })
          }
        >
          <option value="">the log's, or {DEFAULT_KERNEL}</option>
          {KERNEL_VERSIONS.map((version) => (
            <option key={version} value={version}>
              {version}
            </option>
          ))}
        </select>
      </label>
      <label>
        At most{" "}
        <select
          value={input.seconds}
          onChange={({ currentTarget }) => change({ seconds: Number(currentTarget.value) })}
        >
          {PATIENCE.toSorted((a, b) => a - b).map((seconds) => (
            <option key={seconds} value={seconds}>
              {seconds} s a run
            </option>
          ))}
        </select>
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={input.faults}
          onChange={({ currentTarget }) => change({ faults: currentTarget.checked })}
        />{" "}
        calls may fail
      </label>
    </div>
  );
}

/** Takes over what a link carries, at the beginning and whenever the address changes. */
function useLink(take: (input: Input) => void, say: (text: string) => void): void {
  useEffect(() => {
    const read = (): void => {
      fromFragment(location.hash).then(
        (input) => input && take(input),
        (error: unknown) => {
          if (!(error instanceof UserError)) throw error;
          say(error.message);
        },
      );
    };
    read();
    addEventListener("hashchange", read);
    return () => removeEventListener("hashchange", read);
  }, []);
}

async function shareLink(input: Input, say: (text: string) => void): Promise<void> {
  const fragment = await toFragment(input);
  history.replaceState(undefined, "", fragment);
  const size = `${Math.ceil(location.href.length / 1024)} KB`;
  const isCopied = await navigator.clipboard?.writeText(location.href).then(
    () => true,
    () => false,
  );
  const where = isCopied ? "copied, and in the address bar" : "in the address bar";
  say(`The link is ${where}, ${size}. It carries the log and the module: whoever has it reads them.`);
}

function goToLine(line: number): void {
  const area = document.querySelector<HTMLTextAreaElement>("textarea#source");
  if (!area) return;
  const lines = area.value.split("\n");
  const from = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(from, from + (lines[line - 1]?.length ?? 0));
  area.scrollTop = ((line - 4) * area.scrollHeight) / lines.length;
}
