/** The page's looks: light, dark, on paper, on a phone. Colours are told apart by their words and signs as well. */
export const STYLE = `
:root {
  --page: #f6f6f4; --paper: #ffffff; --ink: #1b1d20; --faint: #575c64; --edge: #d5d7da; --now: #fff6d6;
  --bad: #ab1218; --bad-tint: #fde8e8; --good: #176437; --good-tint: #e1f4e8; --doubt: #7c4a00; --doubt-tint: #fdf0d5;
  --lane-0: #0b529b; --tint-0: #e4effc; --lane-1: #17633a; --tint-1: #e1f4e8; --lane-2: #673aab; --tint-2: #f0e9fc;
  --lane-3: #844400; --tint-3: #fdeedb; --lane-4: #046063; --tint-4: #dcf3f3; --lane-5: #9a2163; --tint-5: #fce6f1;
  --mono: ui-monospace, "Cascadia Mono", "DejaVu Sans Mono", Menlo, Consolas, monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #141619; --paper: #1c1f23; --ink: #e7e8ea; --faint: #a9afb9; --edge: #3a3f46; --now: #37301a;
    --bad: #ff9d99; --bad-tint: #4a191b; --good: #8bdca5; --good-tint: #143522; --doubt: #ffc47d; --doubt-tint: #3f2a0c;
    --lane-0: #93c5ff; --tint-0: #16304d; --lane-1: #8bdca5; --tint-1: #143522; --lane-2: #cfb7ff; --tint-2: #30234b;
    --lane-3: #ffc18a; --tint-3: #42290f; --lane-4: #7fdcdc; --tint-4: #0f3738; --lane-5: #ffa6d1; --tint-5: #481b34;
  }
}
* { box-sizing: border-box; }
html { background: var(--page); color: var(--ink); font: 15px/1.5 system-ui, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
body { margin: 0 auto; max-width: 1500px; padding: 0 16px 32px; overflow-wrap: anywhere; }
h1, h2, h3, h4, p, ul, ol, dl, figure { margin: 0; padding: 0; }
h1 { font-size: 1.5rem; line-height: 1.25; }
h2 { font-size: 1.15rem; margin-bottom: 8px; }
h3 { font-size: 1rem; }
h4 { font-size: .85rem; color: var(--faint); margin-bottom: 4px; }
code, pre, kbd { font-family: var(--mono); font-size: .8125rem; }
code { color: inherit; background: none; padding: 0; }
ul, ol { list-style: none; }
button { font: inherit; color: inherit; cursor: pointer; }
:focus-visible { outline: 3px solid var(--lane-0); outline-offset: 1px; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }

.top { padding: 24px 0 12px; }
.top h1 { display: inline; }
.badge { display: inline-block; font-weight: 700; letter-spacing: .02em; padding: 1px 12px; border-radius: 5px; margin-right: 12px; }
.badge, .word { border: 1px solid currentColor; }
.bad { color: var(--bad); background: var(--bad-tint); }
.good { color: var(--good); background: var(--good-tint); }
.doubt { color: var(--doubt); background: var(--doubt-tint); }
.word { display: inline-block; font-size: .8rem; font-weight: 600; padding: 0 7px; border-radius: 4px; white-space: nowrap; }
.lead { font-size: 1.05rem; margin-top: 8px; }
.facts { display: flex; flex-wrap: wrap; color: var(--faint); font-size: .85rem; }
.facts li:not(:last-child)::after { content: "·"; margin: 0 8px; }
section { background: var(--paper); border: 1px solid var(--edge); border-radius: 8px; padding: 16px; margin-bottom: 16px; }
.lines { margin: 6px 0; padding-left: 18px; list-style: disc; max-width: 90ch; }
.summary { max-width: 90ch; margin: 6px 0; }
.headline code { font-size: .9rem; font-weight: 600; }
.evidence li, .tries li { margin: 4px 0; }
.evidence li { display: grid; grid-template-columns: 5.5em minmax(0, 1fr); gap: 8px; align-items: baseline; }
.evidence .word { text-align: center; }
section section, details h3 { margin: 8px 0; }
.tries small { display: block; color: var(--faint); margin-left: 2px; }
.where, .replay, .when, footer { color: var(--faint); font-size: .85rem; }
.replay { margin-top: 10px; }

[role="tablist"] { display: flex; flex-wrap: wrap; gap: 4px; border-bottom: 2px solid var(--edge); margin-bottom: 14px; }
[role="tab"] { border: 1px solid var(--edge); border-bottom: 0; border-radius: 6px 6px 0 0; background: var(--page); padding: 5px 12px; text-align: left; }
[role="tab"] small { display: block; color: var(--faint); font-size: .75rem; }
[role="tab"][aria-selected="true"] { background: var(--lane-0); border-color: var(--lane-0); color: var(--paper); }
[role="tab"][aria-selected="true"] small { color: inherit; }
html:not(.alive) [role="tablist"], html:not(.alive) .controls { display: none; }
html.alive .panel:not(.shown) { display: none; }
html:not(.alive) .panel + .panel { border-top: 1px solid var(--edge); margin-top: 20px; padding-top: 16px; }

.controls { display: flex; flex-wrap: wrap; align-items: center; gap: 6px; margin: 12px 0 0; }
.controls button { min-width: 40px; min-height: 32px; border: 1px solid var(--edge); border-radius: 6px; background: var(--page); font-size: 1rem; line-height: 1; }
.controls button:hover:not(:disabled) { border-color: var(--lane-0); }
.controls button:disabled { color: var(--faint); cursor: default; border-style: dashed; }
.count { min-width: 7.5em; text-align: center; font-variant-numeric: tabular-nums; }
.hint { color: var(--faint); font-size: .8rem; margin-left: 8px; }
kbd { border: 1px solid var(--edge); border-radius: 4px; padding: 0 5px; background: var(--page); }

.beside { display: grid; gap: 18px; grid-template-columns: minmax(0, 1fr); margin-top: 12px; }
@media (min-width: 1100px) {
  .beside { grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); }
  .beside.even { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
  .beside > :only-child { grid-column: 1 / -1; }
}
.scroll { overflow-x: auto; position: relative; }

.timeline { border-collapse: collapse; width: 100%; overflow-wrap: break-word; }
.timeline th { font-weight: 600; vertical-align: bottom; text-align: left; padding: 4px 8px; }
.timeline thead th { border-bottom: 2px solid var(--edge); line-height: 1.25; }
.timeline thead th.lane { color: var(--lane); border-bottom-color: var(--lane); min-width: 6em; }
.timeline .narrow { display: none; }
.timeline thead small { display: block; font-weight: 400; color: var(--faint); font-size: .75rem; }
.timeline .object { writing-mode: vertical-rl; transform: rotate(180deg); width: 34px; max-height: 11em; padding: 6px 4px; font-size: .8rem; border: 0; white-space: nowrap; overflow: hidden; }
.timeline thead th.object { border-bottom: 0; border-top: 2px solid var(--edge); }
.timeline .n { width: 1.8em; color: var(--faint); font-weight: 400; font-variant-numeric: tabular-nums; padding: 8px 6px; vertical-align: top; }
.timeline tbody tr.now { background: var(--now); }
.timeline td { padding: 5px 8px; position: relative; vertical-align: top; }
.timeline td:is(.begins, .on, .ends)::before { content: ""; position: absolute; left: 17px; top: 0; bottom: 0; width: 3px; background: var(--lane); opacity: .45; }
.timeline td.begins::before { top: 50%; } .timeline td.ends::before { bottom: 50%; }
.lane-0 { --lane: var(--lane-0); --tint: var(--tint-0); } .lane-1 { --lane: var(--lane-1); --tint: var(--tint-1); }
.lane-2 { --lane: var(--lane-2); --tint: var(--tint-2); } .lane-3 { --lane: var(--lane-3); --tint: var(--tint-3); }
.lane-4 { --lane: var(--lane-4); --tint: var(--tint-4); } .lane-5 { --lane: var(--lane-5); --tint: var(--tint-5); }
.step { position: relative; display: block; width: 100%; text-align: left; background: var(--tint); border: 1px solid var(--lane); border-left-width: 4px; border-radius: 5px; padding: 3px 8px 4px; line-height: 1.35; }
.step:hover { box-shadow: 0 0 0 1px var(--lane); }
.now .step { box-shadow: 0 0 0 2px var(--lane); }
.step code { display: block; }
.timeline .lane code { overflow-wrap: anywhere; } .timeline td.acts { min-width: 8em; }
.aside { position: relative; font-size: .8rem; line-height: 1.3; margin: 4px 0 0 14px; padding-left: 8px; border-left: 2px dotted var(--lane); color: var(--ink); }
.step .who { display: none; color: var(--lane); font-weight: 600; font-size: .8rem; }
.step .effect { display: block; font-size: .8rem; font-weight: 600; color: var(--lane); }
.step .at { font-size: .75rem; color: var(--faint); }
.step.fatal { background: var(--bad-tint); border-color: var(--bad); }
.now .step.fatal { box-shadow: 0 0 0 2px var(--bad); }
.step.fatal .effect, .legend .fatal, .removed .fatal .effect { color: var(--bad); }
.timeline td.bar { width: 34px; padding: 0; text-align: center; vertical-align: middle; }
.timeline td.bar.alive::before, .timeline td.bar.dead::before { content: ""; position: absolute; left: calc(50% - 5px); width: 10px; top: 0; bottom: 0; opacity: 1; }
.timeline td.bar.alive::before { background: var(--lane-4); }
.timeline td.bar.alive:has(.born)::before { top: 50%; border-radius: 5px 5px 0 0; }
.timeline td.bar.alive:has(.freed)::before { background: linear-gradient(var(--lane-4) 50%, transparent 50%), repeating-linear-gradient(-45deg, var(--faint) 0 1.5px, transparent 1.5px 5px); }
.timeline td.bar.dead::before { background: repeating-linear-gradient(-45deg, var(--faint) 0 1.5px, transparent 1.5px 5px); }
.timeline tr:last-child td.bar.dead::before { bottom: 50%; }
.mark { position: relative; display: inline-block; min-width: 22px; padding: 0 3px; border-radius: 11px; background: var(--paper); border: 2px solid var(--lane-4); color: var(--lane-4); font-size: .75rem; line-height: 18px; font-weight: 700; }
.mark small { margin-left: 2px; }
.mark.freed { border-color: var(--faint); color: var(--ink); }
.mark.fatal { background: var(--bad); border-color: var(--bad); color: var(--paper); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 14px; color: var(--faint); font-size: .78rem; margin-top: 8px; }

.side { display: flex; flex-direction: column; gap: 12px; min-width: 0; }
.state { border: 1px solid var(--edge); border-radius: 6px; padding: 8px 12px; }
.state dl { font-size: .85rem; }
.state dl > div { display: grid; grid-template-columns: minmax(0, 2fr) minmax(0, 3fr); gap: 10px; padding: 1px 0; }
.state dd { margin: 0; font-family: var(--mono); font-size: .8125rem; align-self: center; }
.gone { color: var(--bad); font-weight: 600; }
.tag { display: inline-block; background: var(--lane); color: var(--paper); font: 600 .75rem/1.4 system-ui, sans-serif; padding: 0 6px; border-radius: 4px; white-space: nowrap; }
.source .here { flex-wrap: wrap; min-width: 0; } .source .here code { white-space: pre-wrap; min-width: 0; max-width: calc(100% - 4.5em); }
.more { color: var(--faint); font-size: .85rem; }

figcaption { color: var(--faint); font-size: .8rem; margin-bottom: 3px; }
.code { position: relative; margin: 0; border: 1px solid var(--edge); border-radius: 6px; background: var(--page); overflow: auto; max-height: 34rem; padding: 6px 0; line-height: 1.45; }
pre.code { padding: 8px 12px; white-space: pre-wrap; }
.source .code ol + ol { border-top: 1px dashed var(--edge); margin-top: 4px; padding-top: 4px; }
.source li { display: flex; align-items: center; gap: 6px; padding-right: 8px; border-left: 4px solid transparent; min-width: max-content; }
.source code { white-space: pre; tab-size: 4; }
.source .number { flex: 0 0 3em; text-align: right; color: var(--faint); font: .75rem var(--mono); padding-right: 6px; user-select: none; }
.source .here { border-left-color: var(--lane); background: var(--tint); }
.source .here.acts { border-left-color: var(--lane); box-shadow: inset 0 0 0 1px var(--lane); }
.source .here.fatal { background: var(--bad-tint); border-left-color: var(--bad); box-shadow: inset 0 0 0 1px var(--bad); }
.source .here .number { color: var(--ink); }
.log { padding: 0 12px; }
.log li { padding: 1px 0; }
.log li.same { background: var(--good-tint); box-shadow: -4px 0 var(--good); padding-left: 6px; margin-left: -4px; }
.log code, pre.code { overflow-wrap: anywhere; }
.log code { white-space: pre-wrap; }
.note { display: block; margin: 0 0 3px 14px; color: var(--lane-0); font-size: .82rem; }
.note::before { content: "↳ "; }
.agreement { border-collapse: collapse; width: 100%; margin-top: 12px; font-size: .85rem; }
.agreement { min-width: 38rem; } .agreement th:first-child { width: 8em; }
.agreement caption { text-align: left; font-weight: 600; }
.agreement th, .agreement td { text-align: left; vertical-align: top; padding: 3px 10px 3px 0; border-top: 1px solid var(--edge); font-weight: 400; }
.predicted { margin-top: 14px; }
details { margin: 4px 0; }
summary { cursor: pointer; }
summary code { overflow-wrap: anywhere; }
pre.code span { display: block; }
pre.code .same { background: var(--good-tint); box-shadow: -4px 0 var(--good); padding-left: 6px; margin-left: -6px; }
.diff span { padding: 0 4px; margin: 0 -4px; }
.diff .put { background: var(--good-tint); color: var(--good); }
.diff .taken { background: var(--bad-tint); color: var(--bad); }
.diff .place { color: var(--faint); }
.removed ol { counter-reset: step; margin-top: 6px; }
.removed li { counter-increment: step; padding: 3px 0 3px 26px; position: relative; border-top: 1px solid var(--edge); font-size: .88rem; }
.removed li::before { content: counter(step); position: absolute; left: 0; color: var(--faint); }
.removed .effect { font-weight: 600; font-size: .8rem; }
footer { padding: 0 4px; }

@media (max-width: 640px) {
  body { padding: 0 8px 24px; }
  section { padding: 12px 10px; }
  .hint { display: none; }
  .controls button { min-width: 44px; min-height: 40px; }
  .timeline thead th.lane, .timeline td.lane:not(.acts) { display: none; }
  .timeline thead .narrow { display: table-cell; } .aside.narrow { display: block; } .aside .who { font-weight: 600; }
  .timeline td.acts { width: 100%; }
  .timeline td.lane::before { display: none; }
  .step .who { display: block; }
  .agreement { min-width: 0; } .agreement code { overflow-wrap: anywhere; }
  .agreement th:first-child { width: auto; } .agreement th, .agreement td { padding-right: 6px; }
  .state dl > div { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); }
}
@media print {
  :root { --page: #fff; --paper: #fff; --now: #fff; --ink: #000; --faint: #444; --edge: #999; }
  html { font-size: 10pt; }
  body { max-width: none; padding: 0; }
  section { border: 0; border-top: 1pt solid #999; border-radius: 0; padding: 8pt 0; margin: 0; }
  .controls, [role="tablist"], .hint { display: none !important; }
  html.alive .panel:not(.shown) { display: block; }
  .panel + .panel { border-top: 1pt solid #999; margin-top: 14pt; padding-top: 10pt; }
  .code { max-height: none; overflow: visible; }
  .source li { min-width: 0; } .source code { white-space: pre-wrap; }
  .scroll { overflow: visible; }
  tr, .step, .removed li { break-inside: avoid; }
  h2, h3, h4 { break-after: avoid; }
  * { print-color-adjust: exact; }
}
`;
