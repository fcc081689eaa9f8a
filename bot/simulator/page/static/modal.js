// Modals: focus, keys, sending, closing.
import { act, toast } from "./net.js";
import { isOpen } from "./float.js";
import { values } from "./form.js";

let before = null;

// After the modal's region was drawn: where does the focus belong?
export function settle(form, old) {
  if (!form) {
    if (old) { (before?.isConnected ? before : document.querySelector("#main textarea"))?.focus(); before = null; }
    return;
  }
  if (form.dataset.view !== old) {
    if (!old) before = document.activeElement;
    const first = form.querySelector("[data-autofocus]") ?? [...form.querySelectorAll(".sheet-body :is(input, textarea, .pick-face, .richedit)")].find((one) => one.offsetParent) ?? form.querySelector(".sheet-foot .btn:last-child");
    first?.focus({ preventScroll: true });
    form.querySelector(".sheet-body").scrollTop = 0;
  }
}

// Errors come with the next drawing of the form: wait for it, then lead to the first.
function leadToError(form, frames = 60) {
  const bad = form.querySelector(".field.bad");
  if (!bad) {
    if (frames) requestAnimationFrame(() => leadToError(form, frames - 1));
    return;
  }
  bad.scrollIntoView({ block: "center" });
  bad.querySelector("input, textarea, .pick-face, .richedit")?.focus({ preventScroll: true });
}

function trouble(form, text) {
  const note = form.querySelector(".sheet-trouble");
  note.textContent = text;
  note.hidden = !text;
}

async function submit(form) {
  if (form.classList.contains("busy")) return;
  const button = form.querySelector("[type=submit]");
  if (!button || button.disabled) return;
  form.classList.add("busy");
  button.classList.add("busy");
  form.setAttribute("aria-busy", "true");
  trouble(form, "");
  const answer = await act("submit", { surface: form.dataset.ref, values: values(form) });
  form.classList.remove("busy");
  button.classList.remove("busy");
  form.removeAttribute("aria-busy");
  if (!answer.ok) trouble(form, answer.error);
  else if (answer.errors) leadToError(form);
}

async function close(view, all) {
  const answer = await act("close", { view, all });
  if (!answer.ok) toast(answer.error, true);
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-view]")) return;
  event.preventDefault();
  submit(event.target);
});
document.addEventListener("click", (event) => {
  const one = event.target.closest?.("[data-close]");
  const all = event.target.closest?.("[data-close-all]");
  if (one) close(one.dataset.close, false);
  if (all) close(all.dataset.closeAll, true);
});
document.addEventListener("keydown", (event) => {
  const form = document.querySelector("#modal form[data-view]");
  if (!form || isOpen() || document.querySelector(".ask, .light")) return;
  if (event.key === "Escape") { event.preventDefault(); close(form.dataset.view, false); }
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); submit(form); }
  if (event.key === "Tab") trap(event, form);
});

function trap(event, form) {
  const stops = [...form.querySelectorAll("button, input, textarea, a[href], [contenteditable]")].filter((one) => one.offsetParent && !one.disabled && one.tabIndex >= 0);
  const at = stops.indexOf(document.activeElement);
  const last = stops.length - 1;
  if (at === -1 || (event.shiftKey && at === 0) || (!event.shiftKey && at === last)) {
    event.preventDefault();
    stops[event.shiftKey && at !== -1 ? last : 0]?.focus();
  }
}
