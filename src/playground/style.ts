/** What the playground has beside the pages of `src/page`: a place to write, and buttons. */
export const PLAYGROUND_STYLE = `
.input .beside { margin-top: 10px; }
.toolbar, .actions, .field-head { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 16px; }
.toolbar { font-size: .9rem; }
.toolbar + .actions, .beside + .toolbar { margin-top: 12px; }
.toolbar > button { margin-left: auto; }
select, .input input:not([type]), textarea { font: inherit; color: inherit; background: var(--page); border: 1px solid var(--edge); border-radius: 6px; }
select { padding: 4px 6px; max-width: 100%; min-height: 34px; text-overflow: ellipsis; }
.toolbar label { display: inline-flex; flex-wrap: wrap; align-items: center; gap: 6px; max-width: 100%; }
@media (min-width: 900px) { .input .beside { grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); } }
.field { min-width: 0; }
.field-head { margin-bottom: 4px; min-height: 30px; }
.field-head label { font-weight: 600; }
.field-head .file { font-family: var(--mono); font-size: .8125rem; padding: 3px 8px; width: 16em; max-width: 60%; }
.editor { display: flex; border: 1px solid var(--edge); border-radius: 6px; background: var(--page); height: 26rem; overflow: hidden; }
.editor:focus-within { outline: 3px solid var(--lane-0); outline-offset: 1px; }
.editor textarea, .gutter { font: .8125rem/1.45 var(--mono); padding: 8px 10px; margin: 0; tab-size: 8; }
.editor textarea { flex: 1; min-width: 0; border: 0; border-radius: 0; resize: none; outline: 0; background: none; white-space: pre; overflow: auto; }
.gutter { flex: none; text-align: right; color: var(--faint); border-right: 1px solid var(--edge); padding-right: 8px; overflow: hidden; user-select: none; }
textarea::placeholder { color: var(--faint); opacity: 1; }
.actions button, .toolbar > button { border: 1px solid var(--edge); border-radius: 6px; background: var(--page); padding: 5px 14px; min-height: 36px; }
.actions button:hover:not(:disabled), .toolbar > button:hover { border-color: var(--lane-0); }
.actions button.usual:not(:disabled) { background: var(--lane-0); border-color: var(--lane-0); color: var(--paper); font-weight: 600; }
.actions button.stop:not(:disabled) { color: var(--bad); border-color: var(--bad); background: var(--bad-tint); font-weight: 600; }
.actions button:disabled { color: var(--faint); cursor: default; border-style: dashed; }
.actions progress { width: 5em; accent-color: var(--lane-0); }
.said { color: var(--faint); font-size: .9rem; font-variant-numeric: tabular-nums; }
.result:focus { outline: 0; }
.result .top h2 { display: inline; font-size: 1.3rem; }
.result .top .actions { margin-top: 12px; }
.again { color: var(--faint); font-size: .85rem; padding: 0 4px 12px; }
.jump { border: 0; background: none; padding: 0; font: inherit; color: var(--lane-0); text-decoration: underline; }
footer p { max-width: 90ch; }
@media (max-width: 640px) {
  .editor { height: 17rem; }
  /* smaller, and a phone enlarges the page while something is written */
  .editor textarea, .gutter, select, .field-head .file { font-size: 16px; }
  .actions button:not(.jump), select, .toolbar > button { min-height: 44px; }
  .actions { gap: 8px; }
  .actions button { flex: 1 1 45%; }
  .said { flex: 1 1 100%; }
  .toolbar > button { margin-left: 0; }
}
`;
