import { hydrate } from "preact";
import type { PageModel } from "./model.ts";
import { Page } from "./view/page.tsx";

/** Brings the page to life: the model lies in it as JSON. */
const root = document.getElementById("page");
const model = document.getElementById("model");
if (root && model?.textContent) {
  const data: PageModel = JSON.parse(model.textContent);
  document.documentElement.classList.add("alive");
  hydrate(<Page model={data} />, root);
}
