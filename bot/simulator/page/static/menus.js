// The menu of a message, shortcuts, the clock, the help.
import { act, element, here, phone, start, toast, words } from "./net.js";
import { menu, panel } from "./float.js";

const shortcuts = (kind) => start.shortcuts.filter((one) => one.kind === kind);
const steps = () => start.steps.map((step) => ({ label: step.name, detail: words.stepOf, run: () => stepping(step) }));

async function run(callback, surface = "") {
  const answer = await act("shortcut", { callback, surface });
  if (!answer.ok) toast(answer.error, true);
}

// The steps that the app has for Workflow Builder: what a workflow would hand over is filled in here.
async function stepping(step) {
  const places = await act("places");
  const fields = step.inputs.map((one) => {
    const hint = element("small", { className: "dim", textContent: one.about, dir: "auto" });
    const title = element("span", { textContent: one.required ? one.title : `${one.title} ${words.optional}`, dir: "auto" });
    const field = one.kind === "channel_id"
      ? element("select", { name: one.name }, ...places.places.map((place) => element("option", { value: place.id, textContent: `#${place.name}`, selected: place.id === here.at })))
      : element("input", { name: one.name, dir: "auto", autocomplete: "off", inputMode: one.kind === "integer" ? "numeric" : "text", maxLength: 3000 });
    return element("label", { className: "step-field" }, title, field, hint);
  });
  const told = element("div", { className: "step-told", role: "status", dir: "auto" });
  const go = element("button", { type: "submit", className: "btn primary", textContent: words.runStep });
  const about = element("p", { className: "dim", textContent: step.about, dir: "auto" });
  const form = element("form", { className: "step" }, element("h2", { textContent: step.name, dir: "auto" }), about, ...fields, told, go);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    go.disabled = true;
    told.className = "step-told";
    told.replaceChildren();
    const answer = await act("step", { callback: step.callback, inputs: Object.fromEntries(new FormData(form)) });
    go.disabled = false;
    told.classList.toggle("bad", !answer.ok);
    if (!answer.ok) return told.append(answer.error);
    const rows = answer.outputs.map((one) => element("li", {}, element("b", { textContent: `${one.name}: ` }), one.value));
    told.append(words.stepDone, element("ul", {}, ...rows));
  });
  panel(form, { label: words.stepOf, said: words.close });
}

function more(button) {
  const ref = button.dataset.more;
  const message = button.closest(".msg");
  const items = [];
  if (!button.dataset.mine) {
    if (!button.closest("#thread")) items.push({ label: words.reply, run: () => message.querySelector(".hover [data-thread]").click() });
    items.push({ label: words.copyLink, run: () => copy(message) });
    const own = shortcuts("message").map((one) => ({ label: one.name, detail: start.app, run: () => run(one.callback, ref) }));
    if (own.length) items.push(null, ...own);
  } else items.push({ label: words.copyLink, run: () => copy(message) });
  menu(button, items);
}

async function copy(message) {
  const query = new URLSearchParams({ as: here.as, at: here.at, ...(here.thread ? { thread: here.thread } : {}) });
  const url = `${location.origin}/?${query}#msg=${message.id}`;
  try { await navigator.clipboard.writeText(url); toast(words.copied); } catch { toast(url); }
}

async function shift(button) {
  const clock = button.closest(".clock");
  clock.classList.add("busy");
  clock.classList.remove("open");
  const answer = await act("clock", { by: button.dataset.clock });
  clock.classList.remove("busy");
  toast(answer.ok ? answer.said : answer.error, !answer.ok);
}

document.addEventListener("click", (event) => {
  const at = (selector) => event.target.closest?.(selector);
  const clock = at("[data-clock]");
  if (clock) return shift(clock);
  const face = at("[data-clock-open]");
  const box = document.querySelector(".clock");
  if (face && phone()) {
    box.classList.toggle("open");
    face.setAttribute("aria-expanded", String(box.classList.contains("open")));
  } else box?.classList.remove("open");
  if (at("[data-more]")) more(at("[data-more]"));
  if (at("[data-shortcuts]")) {
    const global = shortcuts("global").map((one) => ({ label: one.name, detail: start.app, run: () => run(one.callback) }));
    menu(at("[data-shortcuts]"), steps().length ? [...global, null, ...steps()] : global);
  }
  if (at("[data-help]")) {
    const intro = document.querySelector("#main .intro:not(.small)") ?? document.getElementById("welcome")?.content.firstElementChild;
    if (intro) panel(intro.cloneNode(true));
  }
});
